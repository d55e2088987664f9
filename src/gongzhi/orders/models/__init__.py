from .catalogue import Category, CategoryLimit, DutyClause
from .clock import OrderClock
from .event import EventRoot, OrderEvent
from .evidence import Attachment
from .force import ForceCall
from .mapping import OrderMapping
from .order import Order
from .party import OrderParty
from .process import Process, ProcessTransition
from .secret import WriterCode
from .views import SavedView
from .voice import Rating, Support

__all__ = [
    "Attachment",
    "Category",
    "CategoryLimit",
    "DutyClause",
    "EventRoot",
    "ForceCall",
    "Order",
    "OrderClock",
    "OrderEvent",
    "OrderMapping",
    "OrderParty",
    "Process",
    "ProcessTransition",
    "Rating",
    "SavedView",
    "Support",
    "WriterCode",
]
