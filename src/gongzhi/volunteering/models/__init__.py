"""Rows of volunteering."""

from .checkin import Enrolment, Invitation, NotAgain, UnitCheckin
from .paper import Certificate, Feedback
from .post import Claim, Post
from .team import Team, TeamMember
from .word import Reply, UnitWord, Word

__all__ = [
    "Certificate",
    "Claim",
    "Enrolment",
    "Feedback",
    "Invitation",
    "NotAgain",
    "Post",
    "Reply",
    "Team",
    "TeamMember",
    "UnitCheckin",
    "UnitWord",
    "Word",
]
