"""Rows of the registers."""

from .exports import ExportReach
from .home_duty import HomeDuty
from .log import RegisterEvent
from .members_at_home import MemberAtHome, MemberHelp
from .opinion import OpinionRequest
from .party import PartyMember, TalentEntry
from .people import Person
from .places import Building, Home
from .question import Answer, Question
from .requests import DataRequest, RetentionRun
from .staged import RegisterImport
from .things import Device, Facility
from .traces import PersonMoved, SearchShown
from .units import UnitRecord

__all__ = [
    "Answer",
    "Building",
    "DataRequest",
    "Device",
    "ExportReach",
    "Facility",
    "Home",
    "HomeDuty",
    "MemberAtHome",
    "MemberHelp",
    "OpinionRequest",
    "PartyMember",
    "Person",
    "PersonMoved",
    "Question",
    "RegisterEvent",
    "RegisterImport",
    "RetentionRun",
    "SearchShown",
    "TalentEntry",
    "UnitRecord",
]
