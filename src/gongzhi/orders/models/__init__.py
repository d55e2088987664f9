from .appeal import Exemption
from .call import Call, CallRating, OrderOrigin
from .catalogue import Category, CategoryLimit, DutyClause
from .clock import OrderClock
from .event import EventRoot, OrderEvent
from .evidence import Attachment
from .gathered import CheckPlace, Gathered
from .mapping import OrderMapping
from .order import Order
from .party import OrderParty
from .process import Process, ProcessTransition
from .secret import WriterCode
from .views import SavedView
from .visit import Visit
from .voice import Rating, Support

__all__ = [
    "Attachment",
    "Call",
    "CallRating",
    "Category",
    "CategoryLimit",
    "CheckPlace",
    "DutyClause",
    "EventRoot",
    "Exemption",
    "Gathered",
    "Order",
    "OrderClock",
    "OrderEvent",
    "OrderMapping",
    "OrderOrigin",
    "OrderParty",
    "Process",
    "ProcessTransition",
    "Rating",
    "SavedView",
    "Support",
    "Visit",
    "WriterCode",
]
