"""Check a profile folder without touching the database."""

from dataclasses import dataclass
from pathlib import Path

from gongzhi.profiles.problems import Place, Problem, Problems
from gongzhi.profiles.registry import Context, sections
from gongzhi.profiles.source import ProfileSource


@dataclass(frozen=True)
class ReadProfile:
    """A profile that was read: documents by section, the problems met, the files' texts."""

    context: Context
    problems: Problems
    files: dict[str, str]


def read_profile(path: Path) -> ReadProfile:
    """Read and check every section of the profile in the folder `path`."""
    problems = Problems()
    context = Context()
    if not (path / "profile.yaml").is_file():
        problems.add(Place(f"{path.name}/profile.yaml", 1), "这里没有配置：缺少 profile.yaml")
        return ReadProfile(context, problems, {})
    source = ProfileSource(path, problems)
    for section in sections():
        context.documents[section.key] = section.check(source, problems, context)
    return ReadProfile(context, problems, source.files)


def check_profile(path: str | Path) -> list[Problem]:
    """All problems of the profile in the folder `path`, by file and line; empty when it is good."""
    return read_profile(Path(path)).problems.sorted()
