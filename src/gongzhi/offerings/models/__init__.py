"""Rows of the catalogue, the three lists, and what residents ask of each other."""

from .catalogue import Entry, ItemOrder
from .handover import HandOver
from .menu import MenuLine, MenuTake
from .purchase import Purchase, PurchasedService, PurchaseWord
from .window import ClosedDay, Series, SeriesDay, ServiceTime, Window, WindowPlace
from .wish import Pledge

__all__ = [
    "ClosedDay",
    "Entry",
    "HandOver",
    "ItemOrder",
    "MenuLine",
    "MenuTake",
    "Pledge",
    "Purchase",
    "PurchaseWord",
    "PurchasedService",
    "Series",
    "SeriesDay",
    "ServiceTime",
    "Window",
    "WindowPlace",
]
