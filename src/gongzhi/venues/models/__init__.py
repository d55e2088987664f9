"""Rows of stations, bookings and activities."""

from .activity import Activity, InterestGroup, Signup
from .booking import Booking
from .hall import Queue, QueueDay, Slot, Ticket
from .station import Room, Shift, Station, StationDate, StationEvent, StationPhoto
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
    "StationDate",
    "StationEvent",
    "StationPhoto",
    "Ticket",
    "Tool",
]
