"""Changes that an office made in the desk, and what of them files from disk would undo."""

from gongzhi.profiles.content import ABSENT, Difference, Files, ProfileFiles, differences
from gongzhi.profiles.models import DESK, FILES, ProfileRelease


class DeskChangesError(Exception):
    """Applying these files would undo changes made in the desk; nothing was written."""

    def __init__(self, lost: list[Difference], releases: list[ProfileRelease]) -> None:
        self.lost = lost
        self.releases = releases
        super().__init__("\n".join(told(one) for one in lost))


def told(one: Difference) -> str:
    """`orders/settings.yaml rating_days：5 → 7`, from what is in force to what the files say."""
    return f"{one.file} {'.'.join(one.path)}：{one.before!r} → {one.after!r}"


def since_files(last: ProfileRelease) -> list[ProfileRelease]:
    """The releases made in the desk since files were last applied, the oldest first."""
    if last.source != DESK:
        return []
    earlier = ProfileRelease.objects.filter(version__lt=last.version, source=FILES)
    start = earlier.order_by("-version").values_list("version", flat=True).first() or 0
    return list(ProfileRelease.objects.filter(version__gt=start).order_by("version"))


def desk_changes(key: str) -> bool:
    """Whether what is in force in this city was made on the settings pages."""
    last = ProfileRelease.objects.order_by("-version").values_list("key", "source").first()
    return last == (key, DESK)


def lost_by(last: ProfileRelease | None, key: str, files: Files) -> list[Difference]:
    """What the desk changed and `files` would change back; empty when nothing is lost.

    `before` is what is in force, `after` what the files say.
    """
    if last is None or last.source != DESK or dict(files) == last.files:
        return []
    start = (
        ProfileRelease.objects.filter(version__lt=last.version, source=FILES)
        .order_by("-version")
        .first()
    )
    if start is None or key != last.key:
        return []
    in_force = ProfileFiles(last.key, last.files)
    by_desk = {
        (one.file, one.path): one
        for one in differences(ProfileFiles(start.key, start.files), in_force)
    }
    undone = differences(in_force, ProfileFiles(key, files))
    return [one for one in undone if _touches(one, by_desk)]


def _touches(one: Difference, by_desk: dict[tuple[str, tuple[str, ...]], Difference]) -> bool:
    """Whether a difference concerns a value that the desk changed, or what it stands in."""
    for (file, path), change in by_desk.items():
        if file != one.file:
            continue
        shorter = min(len(path), len(one.path))
        if path[:shorter] == one.path[:shorter] and (
            change.after is not ABSENT or len(path) <= len(one.path)
        ):
            return True
    return False
