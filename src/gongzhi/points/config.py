"""What the profile says about the points bank: `points/settings.yaml`; without it there is none."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gongzhi.kernel.errors import NotFound
from gongzhi.profiles.ofrelease import OfRelease
from gongzhi.profiles.schema import Shape
from gongzhi.profiles.selectors import Settings

SECTION = "points/settings"


class PointsSettings(Shape):
    """`holder`: whether a household shares an account or each person has one. Points are whole.

    `points_per_hour` of credited service; `expire_months` after they were earned, null for never;
    `household_most` people share one account; `collect_days` an item waits to be collected.
    """

    holder: Literal["household", "person"]
    points_per_hour: Annotated[int, Field(ge=1, le=1000)]
    expire_months: Annotated[int, Field(ge=1, le=120)] | None
    household_most: Annotated[int, Field(ge=1, le=20)]
    collect_days: Annotated[int, Field(ge=1, le=90)]


def _read(release: Settings) -> PointsSettings | None:
    document = release.section(SECTION)
    return PointsSettings.model_validate(document) if document else None


_settings = OfRelease(_read)


def settings_or_none() -> PointsSettings | None:
    """The settings of the release in force; None where there is no bank."""
    return _settings.get()


def points_settings() -> PointsSettings:
    """The settings in force. NotFound where this city has no bank: its pages are not there."""
    found = settings_or_none()
    if found is None:
        raise NotFound
    return found
