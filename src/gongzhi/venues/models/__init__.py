"""Rows of stations, bookings and activities."""

from .activity import Activity, InterestGroup, Signup
from .booking import Booking
from .station import Room, Shift, Station, StationEvent, StationPhoto

__all__ = [
    "Activity",
    "Booking",
    "InterestGroup",
    "Room",
    "Shift",
    "Signup",
    "Station",
    "StationEvent",
    "StationPhoto",
]
