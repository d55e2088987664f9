"""What the profile says about volunteering: `volunteering/settings.yaml`."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import Field

from gongzhi.orgs.reading.structure import service_posts
from gongzhi.profiles.ofrelease import OfRelease
from gongzhi.profiles.schema import Key, Named, Shape, Text
from gongzhi.profiles.selectors import Settings

SECTION = "volunteering/settings"


class ServiceDay(Shape):
    """A day that comes back every week (XY-11); `weekday` 1 is Monday. A post made from it takes
    the kind `kind` (none: the first of the list) and lasts `minutes` from `starts`.
    """

    key: Key
    name: Text
    weekday: Annotated[int, Field(ge=1, le=7)]
    starts: time
    minutes: Annotated[int, Field(ge=15, le=720)]
    kind: str = ""


class TeamKind(Shape):
    """A kind of team (ML-25, QJ-09, QJ-11, XY-09, ML-38) and which bodies have one.

    `roll`: its people stand on the roll of the Party organisation, so that no list is kept here.
    `takes` says under which body it takes orders: the kind of that body, `host` for the one that
    has the team, or nothing.
    """

    key: Key
    name: Text
    hosts: Annotated[list[str], Field(min_length=1)]
    skills: list[str] = []
    roll: bool = False
    takes: str = ""


class CheckIn(Shape):
    """When one may check in, and for how long a code holds.

    `early_minutes` before the shift and `late_minutes` after it; a code is shown for
    `code_seconds` and taken for one more such span; one that was scanned without a network is
    kept for the organiser for `late_hours`. `metres` is the circle that the phone compares with.
    """

    early_minutes: Annotated[int, Field(ge=0, le=240)]
    late_minutes: Annotated[int, Field(ge=0, le=240)]
    code_seconds: Annotated[int, Field(ge=10, le=120)]
    late_hours: Annotated[int, Field(ge=1, le=72)]
    metres: Annotated[int, Field(ge=20, le=2000)]


class VolunteerSettings(Shape):
    """`volunteering/settings.yaml`. `themes` is by month, 1 to 12; months may be left out."""

    unit_kinds: Annotated[list[str], Field(min_length=1)]
    post_kinds: list[Named]
    skills: list[Named]
    team_kinds: list[TeamKind] = []  # none in a release older than teams
    service_days: list[ServiceDay]
    themes: dict[str, Text]
    most_places: Annotated[int, Field(ge=1, le=10_000)]
    remind_hours: Annotated[int, Field(ge=1, le=168)]
    invite_days: Annotated[int, Field(ge=1, le=365)]
    keep_names_months: Annotated[int, Field(ge=1, le=120)]
    check_in: CheckIn
    unit_report: Text
    community_report: Text

    def team_kind(self, key: str) -> TeamKind | None:
        """A kind of team by its key."""
        return next((one for one in self.team_kinds if one.key == key), None)

    def day(self, key: str) -> ServiceDay | None:
        """A service day by its key."""
        return next((one for one in self.service_days if one.key == key), None)

    def theme(self, month: int) -> str:
        """The month's theme in the page's language; empty for none (XY-12)."""
        found = self.themes.get(str(month))
        return found.said() if found else ""


def _read(release: Settings) -> VolunteerSettings | None:
    document = release.section(SECTION)
    return VolunteerSettings.model_validate(document) if document else None


_settings = OfRelease(_read)


def settings_or_none() -> VolunteerSettings | None:
    """The settings of the release in force; None for a release without them."""
    return _settings.get()


def volunteer_settings() -> VolunteerSettings:
    """The settings of the release in force. LookupError for a release without them."""
    found = settings_or_none()
    if found is None:
        raise LookupError("this release has no volunteering/settings")
    return found


def post_kinds() -> dict[str, str]:
    """Key → name of the kinds of posts: the city's own list (QJ-08), else the settings'."""
    own = dict(service_posts())
    return own or {one.key: one.name.said() for one in volunteer_settings().post_kinds}


def skill_names() -> dict[str, str]:
    """Key → name of what somebody may be good at."""
    return {one.key: one.name.said() for one in volunteer_settings().skills}
