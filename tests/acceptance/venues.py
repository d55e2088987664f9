"""What the acceptance tests of stations share: a city's settings, and its demo's stations."""

from __future__ import annotations

from typing import Any

from gongzhi.venues.config import VenueSettings
from tests.acceptance.cities import City


def settings_of(city: City) -> VenueSettings:
    """The section as the profile says it."""
    document: Any = city.documents["venues/settings"]
    return VenueSettings.model_validate(document)


def totals(city: City) -> dict[str, int]:
    """Kind of station → how many the demo makes; those that are named by place count their places."""
    return {one.kind: one.total or len(one.at) for one in city.demo.venues.stations}
