"""Rows of bodies and of what stands between them."""

from .body import Body, BodyArea
from .duty import Responsibility
from .ending import BodyEnding, EndedRow
from .membership import Membership, MembershipCorrection
from .pairing import Agreement, AgreementItem, AgreementParty, Pairing
from .posts import CrossAppointment, OfficePost
from .programme import Programme, ProgrammeTask
from .temporary import TemporaryBranch, TemporaryCount

__all__ = [
    "Agreement",
    "AgreementItem",
    "AgreementParty",
    "Body",
    "BodyArea",
    "BodyEnding",
    "CrossAppointment",
    "EndedRow",
    "Membership",
    "MembershipCorrection",
    "OfficePost",
    "Pairing",
    "Programme",
    "ProgrammeTask",
    "Responsibility",
    "TemporaryBranch",
    "TemporaryCount",
]
