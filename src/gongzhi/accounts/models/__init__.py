"""Rows of accounts: people, postings and who stands in, sessions, what administrators did."""

from .change import ChangeStamp
from .duty import AdminRequest, HandOver, StandIn
from .log import AccountEvent
from .people import AccessLog, ApiKey, PhoneCode, Posting, Resident, User, UserManager
from .session import Session

__all__ = [
    "AccessLog",
    "AccountEvent",
    "AdminRequest",
    "ApiKey",
    "ChangeStamp",
    "HandOver",
    "PhoneCode",
    "Posting",
    "Resident",
    "Session",
    "StandIn",
    "User",
    "UserManager",
]
