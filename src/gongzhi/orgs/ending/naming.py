"""Where a city's settings name a body by its code, so that an ending can say what to mend."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongzhi.orgs.config import language
from gongzhi.orgs.models import Body
from gongzhi.orgs.selectors import acting_body
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.models import ProfileRelease
from gongzhi.web.words import joined

MOST = 8


@dataclass(frozen=True)
class Naming:
    """One file that names bodies. `find` gives (which line or key, code); `page` and `listing` are
    addresses of the settings page for a line and for all lines with a code, each with {}, empty
    where only the file can be changed.
    """

    file: str
    title: str | Promise
    find: Callable[[ProfileFiles], Iterable[tuple[str, str]]]
    page: str = ""
    listing: str = ""


@dataclass(frozen=True)
class NamedIn:
    """One file that names a body, in which lines or under which keys."""

    code: str
    title: str
    items: tuple[str, ...]
    file: str
    href: str

    @property
    def where(self) -> str:
        """The place in words: the settings page and line, or the file and key."""
        items = joined(self.items[:MOST]) + ("…" if len(self.items) > MOST else "")
        if self.href:
            return _("设置“%(title)s”%(item)s") % {"title": self.title, "item": items}
        return _("配置文件 %(file)s 的 %(item)s") % {"file": self.file, "item": items}


@dataclass(frozen=True)
class Stale:
    """A place that names a body which is no more, and what to do about it, in one sentence."""

    place: NamedIn
    said: str


_registered: dict[str, Naming] = {}


def register_naming(naming: Naming) -> None:
    """Make a file known that names bodies. Registering the same file again replaces it."""
    _registered[naming.file] = naming


def settings_naming(codes: Collection[str], files: ProfileFiles | None = None) -> list[NamedIn]:
    """Where the settings in force (or these files) name one of the bodies; none before a profile."""
    files = files or _in_force()
    if files is None or not codes:
        return []
    found: dict[tuple[str, str], list[str]] = {}
    for key in sorted(_registered):
        for item, code in dict.fromkeys(_registered[key].find(files)):
            if code in codes:
                found.setdefault((key, code), []).append(item)
    return [_named(_registered[key], code, items) for (key, code), items in found.items()]


def _named(one: Naming, code: str, items: list[str]) -> NamedIn:
    href = one.page.format(items[0]) if len(items) == 1 else one.listing.format(code)
    return NamedIn(code, str(one.title), tuple(items), one.file, href)


def stale_settings(files: ProfileFiles | None = None) -> list[Stale]:
    """Places that name a body which is no more."""
    gone = {body.code: body for body in Body.objects.filter(active=False)}
    found = []
    for place in settings_naming(gone.keys(), files):
        body, now = gone[place.code], acting_body(place.code)
        name = body.name_en if language() == "en" and body.name_en else body.name
        values = {"where": place.where, "name": name, "now": now.label(language()) if now else ""}
        if now is not None:
            said = _("%(where)s写的“%(name)s”已经撤并，现在由“%(now)s”接办；请改成它。") % values
        else:
            said = _("%(where)s写的“%(name)s”已经停用，不会再派给它；请改成接办的单位。") % values
        found.append(Stale(place, said))
    return found


def _in_force() -> ProfileFiles | None:
    release = ProfileRelease.objects.defer("document").order_by("-version").first()
    return ProfileFiles(release.key, release.files) if release else None
