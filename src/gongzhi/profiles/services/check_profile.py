"""Check a profile folder without touching the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Place, Problem, Problems
from gongzhi.profiles.registry import Context, Section, sections
from gongzhi.profiles.source import ProfileSource

ENDINGS = (".yaml", ".yml", ".csv", ".geojson", ".json", ".xlsx", ".xls")


@dataclass(frozen=True)
class ReadProfile:
    """A profile that was read: documents by section, the problems met, the files' texts.

    `kept` are the keys of sections whose documents were taken over unread.
    """

    context: Context
    problems: Problems
    files: dict[str, str]
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kept:
    """A release that is known to be good, and the files (without their folder) that changed since.

    Sections that none of them concerns keep the release's document.
    """

    documents: Mapping[str, Any]
    changed: frozenset[str]

    def keeps(self, section: Section) -> bool:
        """Whether the section need not be read again."""
        return section.key in self.documents and not section.concerned(self.changed)


def read_profile(path: Path, since: Kept | None = None) -> ReadProfile:
    """Read and check every section of the profile in the folder `path`."""
    problems = Problems()
    context = Context()
    if not (path / "profile.yaml").is_file():
        problems.add(Place(f"{path.name}/profile.yaml", 1), _("这里没有配置：缺少 profile.yaml"))
        return ReadProfile(context, problems, {})
    source = ProfileSource(path, problems)
    kept = [section for section in sections() if since and since.keeps(section)]

    def fill() -> None:
        for section in kept:
            section.check(source, problems, context)

    context.work.fill = fill if kept else None
    for section in sections():
        if since and section in kept:
            context.documents[section.key] = since.documents[section.key]
        else:
            context.documents[section.key] = section.check(source, problems, context)
    if not problems and since is None:
        _name_unread(path, source, problems)
    return ReadProfile(context, problems, source.files, frozenset(s.key for s in kept))


def _name_unread(path: Path, source: ProfileSource, problems: Problems) -> None:
    """A file that nothing reads has a slip in its name: its author believes that it holds."""
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path.parent).as_posix()
        if file.suffix not in ENDINGS or name in source.files or file.name[0] in ".~":
            continue
        if name == f"{path.name}/areas/shapes.geojson":
            problems.add(Place(name, 1), _("有 areas/made_up.yaml 时不读取边界：请删去其中一个"))
        else:
            problems.add(Place(name, 1), _("没有叫这个名字的配置文件，不会读取"))


def check_profile(path: str | Path) -> list[Problem]:
    """All problems of the profile in the folder `path`, by file and line; empty when it is good."""
    return read_profile(Path(path)).problems.sorted()
