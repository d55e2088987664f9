"""What the profile says about field duties: `fieldwork/handbook.yaml`, `fieldwork/settings.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gongzhi.orders.process.current import MATTER
from gongzhi.profiles.ofrelease import OfRelease
from gongzhi.profiles.schema import Key, Shape, Text
from gongzhi.profiles.selectors import Settings

Over = Literal["buildings", "facilities", "units", "grid"]
Opens = Literal["visits", "rounds", "talk", "new"]


class Duty(Shape):
    """One duty of the handbook: what it is, its steps, and the page that its button opens."""

    key: Key
    name: Text
    what: Text
    opens: Opens
    button: Text
    steps: Annotated[list[Text], Field(min_length=1)]


class Handbook(Shape):
    """`fieldwork/handbook.yaml` (QA-06)."""

    duties: Annotated[list[Duty], Field(min_length=1)]


class Asked(Shape):
    """A field of a register that a visit asks when it was last seen true `months` ago or more."""

    register_: Annotated[Literal["homes", "people"], Field(alias="register")]
    field: str
    months: Annotated[int, Field(ge=1, le=120)]
    why: Text


class Look(Text):
    """One thing to look at on a round; a finding becomes an order of this class.

    `process` says which kind of order: a matter, or a hazard that is graded and mended.
    """

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    category: str
    process: str = MATTER


class RoundKind(Shape):
    """A kind of round: over which rows of the register, how often, and what to look at."""

    key: Key
    name: Text
    over: Over
    named: list[str] = []
    every_days: Annotated[int, Field(ge=1, le=730)]
    look: Annotated[list[Look], Field(min_length=1)]


class KeepMonths(Shape):
    """How long records are kept after their end (PIPL art. 19)."""

    visits: Annotated[int, Field(ge=1, le=120)]
    talks: Annotated[int, Field(ge=1, le=120)]


class FieldSettings(Shape):
    """`fieldwork/settings.yaml`."""

    ask: list[Asked]
    rounds: list[RoundKind]
    keep_months: KeepMonths

    def asked(self, register: str) -> dict[str, Asked]:
        """The fields that visits ask of one register, by key."""
        return {one.field: one for one in self.ask if one.register_ == register}

    def round(self, key: str) -> RoundKind | None:
        """A kind of round by its key."""
        return next((one for one in self.rounds if one.key == key), None)


# A release that is older than these sections has no duties and asks nothing.
_NOTHING = FieldSettings(ask=[], rounds=[], keep_months=KeepMonths(visits=24, talks=24))


def _read_settings(release: Settings) -> FieldSettings:
    document = release.section("fieldwork/settings")
    return FieldSettings.model_validate(document) if document else _NOTHING


def _read_handbook(release: Settings) -> list[Duty]:
    document = release.section("fieldwork/handbook")
    return Handbook.model_validate(document).duties if document else []


_settings, _handbook = OfRelease(_read_settings), OfRelease(_read_handbook)


def field_settings() -> FieldSettings:
    """The settings of the release in force."""
    return _settings.get()


def duties() -> list[Duty]:
    """The handbook of the release in force."""
    return _handbook.get()
