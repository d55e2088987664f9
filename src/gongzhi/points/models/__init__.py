"""Rows of the points bank."""

from .bank import Bank, Item
from .holder import Account, Member
from .ledger import Entry, Handout, Movement

__all__ = ["Account", "Bank", "Entry", "Handout", "Item", "Member", "Movement"]
