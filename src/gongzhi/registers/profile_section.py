"""The profile section of the registers: purposes and legal bases, and how long things are kept."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.orgs.profile.check_named import check_named
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Change, Context, Section, register_section
from gongzhi.profiles.schema import Shape, Text, check_document
from gongzhi.profiles.source import ProfileSource
from gongzhi.registers.catalogue import REGISTERS

FILE: Final = "registers/settings.yaml"
KEY: Final = "registers/settings"
LOG_DAYS: Final = 183  # six months (Cybersecurity Law art. 21)
LOGS: Final[tuple[Literal["access_log", "account_log"], ...]] = ("access_log", "account_log")
Kind = Literal[
    "access_log", "account_log", "closed_orders", "order_photos", "ended_people", "ended_contacts",
    "request_wishes", "idle_imports", "import_problems", "unverified_accounts", "wall_pictures",
    "activity_pictures",
]  # fmt: skip
KINDS: Final[tuple[str, ...]] = (
    "access_log", "account_log", "closed_orders", "order_photos", "ended_people", "ended_contacts",
    "request_wishes", "idle_imports", "import_problems", "unverified_accounts", "wall_pictures",
    "activity_pictures",
)  # fmt: skip


class PurposeShape(Shape):
    """Why something is held and on which legal basis; `consent` are fields held by consent."""

    purpose: Text
    basis: Text
    consent: list[str] = []


class PeriodShape(Shape):
    """How many days, and on what law or practice that rests, as the desk's page says it."""

    basis: Text
    days: Annotated[int, Field(ge=1, le=36_500)]


class OpinionsShape(Shape):
    """Codes of the bodies that may ask a home community about a person (QJ-15)."""

    bodies: list[str] = []


class RegisterSettings(Shape):
    """registers/settings.yaml."""

    purposes: dict[str, PurposeShape]
    account: PurposeShape
    retention: dict[Kind, PeriodShape]
    opinions: OpinionsShape = OpinionsShape()


def register() -> None:
    """Make the section known."""
    register_section(Section(KEY, 70, check_settings, _follow))


def check_settings(source: ProfileSource, problems: Problems, context: Context) -> dict[str, Any]:
    """The document; {} when it is wrong. Fields must be personal ones of a register."""
    document = source.yaml(FILE)
    settings = document and check_document(document, RegisterSettings, problems)
    if not document or not settings:
        return {}
    for key, one in settings.purposes.items():
        if key not in REGISTERS:
            place = document.place("purposes", key)
            problems.add(place, _("没有“%(value)s”") % {"value": key}, sorted(REGISTERS))
            continue
        personal = [field.key for field in REGISTERS[key].fields if field.personal]
        for at, field in enumerate(one.consent):
            if field not in personal:
                place = document.place("purposes", key, "consent", at)
                problems.add(place, _("没有“%(value)s”") % {"value": field}, personal)
    for kind in KINDS:
        if kind not in settings.retention:
            place = document.place("retention")
            problems.add(place, _("缺少“%(kind)s”的期限") % {"kind": kind}, KINDS)
    for kind in LOGS:
        log = settings.retention.get(kind)
        if log is not None and log.days < LOG_DAYS:
            place = document.place("retention", kind, "days")
            problems.add(
                place,
                _("日志不少于六个月（网络安全法第21条），不能少于%(days)d天") % {"days": LOG_DAYS},
            )
    for at, code in enumerate(settings.opinions.bodies):
        check_named(code, document.place("opinions", "bodies", at), context, problems)
    return settings.model_dump()


def _follow(_document: Any, _context: Context, _problems: Problems) -> list[Change]:
    """Bodies stand where the profile says by now (orgs 40): the rolls of members go along."""
    from gongzhi.registers.catalogue.following import members_follow

    members_follow()
    return []
