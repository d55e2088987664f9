"""Rows of stations, bookings and activities."""

from .activity import Activity, InterestGroup, Signup
from .booking import Booking
from .hall import Queue, QueueDay, Slot, Ticket
from .station import Room, Shift, Station, StationEvent, StationPhoto
from .tool import Loan, Tool

__all__ = [
    "Activity",
    "Booking",
    "InterestGroup",
    "Loan",
    "Queue",
    "QueueDay",
    "Room",
    "Shift",
    "Signup",
    "Slot",
    "Station",
    "StationEvent",
    "StationPhoto",
    "Ticket",
    "Tool",
]
