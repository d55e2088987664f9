"""The generator's parameters: `demo.yaml` of the profile in force, with defaults."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from gongzhi.demo.people.relation_counts import RelationCounts
from gongzhi.demo.people.venue_counts import VenueCounts
from gongzhi.profiles import selectors as profiles
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import check_document
from gongzhi.profiles.source import ProfileSource


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class Mix(_Shape):
    """Categories (item codes, or codes of groups whose items are meant) that share a weight."""

    weight: float
    categories: list[str]


class Weather(_Shape):
    """A made-up day of weather: which categories cluster on it, and how much."""

    days_ago: int
    kind: str
    categories: list[str]
    factor: float


class Share(_Shape):
    share: float = 1.2
    categories: list[str] = []
    count: int = 3


class Rates(_Shape):
    """Shares of orders, 0 to 1."""

    auto_dispatch: float = 0.75
    return_: float = Field(0.08, alias="return")
    return_ruled_invalid: float = 0.3
    extension: float = 0.065
    suspension: float = 0.0075
    co_handlers: float = 0.12
    merge: float = 0.07
    check_failed: float = 0.05
    not_solved: float = 0.09
    on_time: float = 0.94
    satisfied: float = 0.86
    rated: float = 0.32
    rush_before_due: float = 0.15
    called_back: float = 0.12  # of those who may rate
    appealed: float = 0.2  # of those that were late


class Bodies(_Shape):
    fine_but_rework: list[str] = []
    slow: list[str] = []
    party: str = ""  # where the city's own clerk for Party affairs works


class Texts(_Shape):
    typos: float = 0.15
    exclamation: float = 0.2
    short: float = 0.25
    long: float = 0.08
    unpunctuated: float = 0.05
    with_photo: float = 0.6
    photo_mismatch: float = 0.03


class LongStanding(_Shape):
    category: str
    title: str


class Workers(_Shape):
    """So many people in a role, spread evenly over the areas of some kinds."""

    role: str
    kinds: list[str]
    total: int


class Members(_Shape):
    """How many members of the Party, on the rolls of which kinds of bodies, and of each cut.

    With `named` every row has a made-up name, sealed; without, the roll has numbers only.
    """

    total: int = 0
    kinds: list[str] = []
    retired: int = 0
    new_sector: int = 0
    young: int = 0
    old: int = 0
    college: int = 0
    named: bool = False

    @model_validator(mode="after")
    def cuts_fit(self) -> Members:
        """Young are not old, few of the young are retired, and no cut is larger than the whole."""
        fits = (
            self.young + self.old <= self.total
            and self.retired <= self.total - self.young
            and self.new_sector <= self.total - self.retired
            and self.college <= self.total
        )
        if not fits:
            raise ValueError(_("各项属性的人数和总数对不上"))
        return self


class Talent(_Shape):
    """How many people offered a skill, over areas of which kinds."""

    total: int = 0
    kinds: list[str] = []


class Params(_Shape):
    """`demo.yaml`. Hours and weekdays are relative weights."""

    hours: list[float] = Field(
        default=[1, 1, 1, 1, 1, 1, 2, 5, 8, 11, 10, 7, 4, 4, 8, 8, 7, 6, 5, 5, 4, 3, 2, 1]
    )
    weekdays: list[float] = [1.25, 1, 1, 1, 1, 0.75, 0.7]
    weekend_classes: Share = Share()
    per_day: float = 47
    mix: list[Mix] = []
    grid_mix: list[Mix] = []
    grid_share: float = 0.35
    on_the_spot: float = 0.65
    season: dict[str, dict[str, float]] = {}
    weather: list[Weather] = []
    rates: Rates = Rates.model_validate({})
    bodies: Bodies = Bodies()
    hot_estates: Share = Share(share=0.2)
    repeat_reporters: float = 0.05
    texts: Texts = Texts()
    places: dict[str, float] = {"estate": 0.6, "street": 0.2, "landmark": 0.1, "park": 0.1}
    long_standing: list[LongStanding] = []
    days: int = 60
    workers: list[Workers] = []
    relations: RelationCounts = RelationCounts()
    members: Members = Members()
    talent: Talent = Talent()
    venues: VenueCounts = VenueCounts()
    banks: int = 0
    purchases: int = 0


def params() -> Params:
    """The parameters of the profile in force. pydantic's ValidationError when they are wrong."""
    document: dict[str, Any] = profiles.current().section("demo") or {}
    return Params.model_validate(document)


def _check(source: ProfileSource, problems: Problems, _context: Context) -> Any:
    document = source.yaml("demo.yaml", required=False)
    if document is None or check_document(document, Params, problems) is None:
        return {}
    return document.data


def register() -> None:
    """Make the section known."""
    register_section(Section("demo", 90, _check))
