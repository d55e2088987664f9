"""Reading the configuration in force. Cached in the process and checked against its release."""

from dataclasses import dataclass, field
from datetime import date, time
from threading import Lock
from typing import Any

from django.conf import settings as django_settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError
from gongzhi.kernel.workcalendar import Roster, WorkCalendar
from gongzhi.profiles.models import ProfileRelease


class NoProfileError(GongzhiError):
    """No profile has been applied to this database yet."""


@dataclass(frozen=True)
class Settings:
    """The configuration of one release."""

    release_id: int
    key: str
    version: int
    document: dict[str, Any] = field(repr=False)

    def section(self, key: str) -> Any:
        """The validated document of a section, e.g. `orders/settings`.

        None for one that the release does not have: the program may be newer than the release
        that is in force, and its pages have to open until the profile is applied again.
        """
        return self.document.get(key)


class _Cache:
    """The last release seen, and when it was last compared with the database."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.settings: Settings | None = None
        self.checked_at = 0.0
        self.calendar: tuple[int, WorkCalendar] | None = None


_cache = _Cache()


def forget() -> None:
    """Read from the database at the next call (after applying, or between tests)."""
    with _cache.lock:
        _cache.settings = None
        _cache.checked_at = 0.0
        _cache.calendar = None


def _seconds() -> float:
    return float(getattr(django_settings, "GONGZHI_PROFILE_CACHE_SECONDS", 2.0))


def current() -> Settings:
    """The configuration in force. At most `GONGZHI_PROFILE_CACHE_SECONDS` (2) old.

    Raises `NoProfileError` when nothing has been applied.
    """
    now = clock.monotonic()
    cached = _cache.settings
    if cached is not None and now - _cache.checked_at < _seconds():
        return cached
    newest = ProfileRelease.objects.order_by("-version").values_list("id", flat=True).first()
    if newest is None:
        raise NoProfileError(_("尚未应用任何配置，请先运行 gongzhi profile apply"))
    with _cache.lock:
        if _cache.settings is None or _cache.settings.release_id != newest:
            release = ProfileRelease.objects.get(pk=newest)
            _cache.settings = Settings(release.pk, release.key, release.version, release.document)
        _cache.checked_at = now
        return _cache.settings


def newest_release() -> int:
    """The number of the release in force; 0 before the first."""
    return ProfileRelease.objects.aggregate(last=Max("version"))["last"] or 0


def work_calendar() -> WorkCalendar:
    """The city's working calendar, built from the profile's `calendar.yaml`."""
    settings = current()
    built = _cache.calendar
    if built is not None and built[0] == settings.release_id:
        return built[1]
    calendar = build_calendar(settings.section("calendar"))
    _cache.calendar = (settings.release_id, calendar)
    return calendar


def build_calendar(document: dict[str, Any]) -> WorkCalendar:
    """A `WorkCalendar` from the document of the `calendar` section."""
    spans = tuple(
        (time.fromisoformat(start), time.fromisoformat(end)) for start, end in document["roster"]
    )
    extra = {date.fromisoformat(day): working for day, working in document["extra_days"].items()}
    return WorkCalendar(Roster(spans=spans), extra)
