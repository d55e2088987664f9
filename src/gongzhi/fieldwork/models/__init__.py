"""Rows of field duties."""

from .entry import AcceptedEntry
from .rounds import HazardFinding, HazardRound
from .talk import Talk
from .visit import KeptCorrection, Need, Visit

__all__ = [
    "AcceptedEntry", "HazardFinding", "HazardRound", "KeptCorrection", "Need", "Talk", "Visit",
]  # fmt: skip
