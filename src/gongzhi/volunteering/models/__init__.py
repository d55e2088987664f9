"""Rows of volunteering."""

from .checkin import Enrolment, Invitation, UnitCheckin
from .paper import Certificate, Feedback
from .post import Claim, Post
from .team import Team, TeamMember

__all__ = [
    "Certificate",
    "Claim",
    "Enrolment",
    "Feedback",
    "Invitation",
    "Post",
    "Team",
    "TeamMember",
    "UnitCheckin",
]
