"""Rows of volunteering."""

from .checkin import Enrolment, Invitation, UnitCheckin
from .paper import Certificate, Feedback
from .post import Claim, Post
from .word import Reply, Word

__all__ = [
    "Certificate", "Claim", "Enrolment", "Feedback", "Invitation", "Post", "Reply", "UnitCheckin",
    "Word",
]  # fmt: skip
