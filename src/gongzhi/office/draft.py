"""The pending changes of a person over the release in force."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.office.edits import Edit, apply_edits
from gongzhi.office.models import SettingsDraft
from gongzhi.office.reading import files_of
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.models import ProfileRelease


@dataclass(frozen=True)
class Draft:
    """What is pending, the release that it was made over, and the one in force now."""

    release: ProfileRelease
    base_version: int
    edits: list[Edit] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        """Whether somebody else made a release since the first of these changes."""
        return bool(self.edits) and self.base_version != self.release.version

    def files(self) -> ProfileFiles:
        """The files in force with the changes. Invalid when a change fits no longer."""
        return apply_edits(files_of(self.release), self.edits)


def release_in_force() -> ProfileRelease:
    """The newest release; NotFound before the first.

    Its document, the larger half, is read when it is asked for: most pages only need the files.
    """
    release = ProfileRelease.objects.defer("document").order_by("-version").first()
    if release is None:
        raise NotFound
    return release


def draft_of(actor: Actor) -> Draft:
    """The person's draft, empty when there is none."""
    release = release_in_force()
    row = SettingsDraft.objects.filter(user_id=actor.user_id or 0).first()
    if row is None or not row.edits:
        return Draft(release, release.version)
    return Draft(release, row.base_version, [Edit.read(one) for one in row.edits])
