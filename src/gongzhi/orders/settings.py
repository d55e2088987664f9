"""The order settings of the city in force, typed. What each means stands in the profile file."""

from __future__ import annotations

from pydantic import Field

from gongzhi.kernel.workcalendar import Limit
from gongzhi.profiles.ofrelease import OfRelease
from gongzhi.profiles.schema import Shape
from gongzhi.profiles.sections import Unit


class LimitShape(Shape):
    """`{amount: 15, unit: working_minute}`."""

    amount: int = Field(ge=1)
    unit: Unit

    def limit(self) -> Limit:
        return Limit(self.amount, self.unit)


class DuplicateShape(Shape):
    metres: int = Field(ge=1)
    hours: int = Field(ge=1)


class CallShape(Shape):
    """Minutes until a called force should have received, arrived, fed back; never stops."""

    receipt: int = Field(ge=1)
    arrival: int = Field(ge=1)
    feedback: int = Field(ge=1)


class TipsShape(Shape):
    """Kinds of bodies that handle protected tips, the nearest first."""

    to: list[str] = Field(min_length=1)


class OrderSettings(Shape):
    """orders/settings.yaml."""

    number_prefix: str = Field(pattern="^[A-Z]{2,4}$")
    yellow_share: float = Field(ge=0, le=1)
    unverified_minutes: int = Field(ge=1)
    duplicate: DuplicateShape
    rating_days: int = Field(ge=1)
    photos_max: int = Field(ge=1, le=20)
    per_phone_daily: int = Field(ge=1)
    extensions_max: int = Field(ge=0)
    suspend_days_max: int = Field(ge=1)
    nudges_per_day: int = Field(ge=1)
    auto_accept: bool
    stages: dict[str, LimitShape]
    default_limit: LimitShape
    call_minutes: CallShape
    service_minutes: int = Field(ge=1, le=1440)
    processes_left_out: list[str] = []
    tips: TipsShape
    quota_words: list[str] = []


_settings = OfRelease(
    lambda release: OrderSettings.model_validate(release.section("orders/settings"))
)


def order_settings() -> OrderSettings:
    """The settings of the release in force."""
    return _settings.get()
