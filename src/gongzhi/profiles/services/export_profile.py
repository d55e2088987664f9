"""Write the profile in force back to files, to look at it or to carry it to another machine."""

from pathlib import Path

from django.utils.translation import gettext as _

from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.problems import Place, Problems


def export_profile(folder: str | Path, *, version: int | None = None) -> list[Path]:
    """Write the files of a release (the latest by default) under `folder`; return their paths.

    The files are those that were applied, with their comments: the city's folder and the one
    that it refines. Checking and applying the export changes nothing. Raises `ProfileInvalidError`
    when there is no such release or a file that would be overwritten is different.
    """
    target = Path(folder)
    releases = ProfileRelease.objects.order_by("-version")
    release = releases.filter(version=version).first() if version else releases.first()
    problems = Problems()
    if release is None:
        problems.add(Place(str(target), 0), _("数据库里还没有应用过这一版配置"))
        raise ProfileInvalidError(problems)
    for name, text in release.files.items():
        path = target / name
        if path.exists() and path.read_text(encoding="utf-8-sig") != text:
            problems.add(Place(str(path), 1), _("已有内容不同的同名文件，没有覆盖"))
    if problems:
        raise ProfileInvalidError(problems)
    written = []
    for name, text in sorted(release.files.items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        written.append(path)
    return written
