"""Reading candidate files as a folder would be read, without rereading what did not change."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.services.check_profile import Kept, ReadProfile, read_profile


def files_of(release: ProfileRelease) -> ProfileFiles:
    """The files of a release."""
    return ProfileFiles(release.key, release.files)


def changed_files(old: ProfileFiles, new: ProfileFiles) -> frozenset[str]:
    """Names, without their folder, of files that differ."""
    names = {*old.texts, *new.texts}
    return frozenset(
        name.partition("/")[2] for name in names if old.texts.get(name) != new.texts.get(name)
    )


@contextmanager
def candidate(release: ProfileRelease, files: ProfileFiles) -> Iterator[ReadProfile]:
    """`files` read and checked over the release in force, in a folder that lasts as long.

    Sections that no change concerns keep their document; one that is asked for all the same is
    read from the folder.
    """
    kept = Kept(release.document, changed_files(files_of(release), files))
    with _written(files) as folder:
        yield replace(read_profile(folder, kept), files=dict(files.texts))


@contextmanager
def _written(files: ProfileFiles) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gongzhi-settings-") as folder:
        for name, text in files.texts.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        yield Path(folder, files.key)
