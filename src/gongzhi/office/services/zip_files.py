"""The files of a release as one archive, the same files as `gongzhi profile export` writes."""

from __future__ import annotations

import io
import zipfile

from gongzhi.profiles.models import ProfileRelease

# One fixed moment: the same release gives the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def zip_files(release: ProfileRelease) -> bytes:
    """A ZIP of all files, each under its folder (`qianan/orders/limits.csv`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(release.files.items()):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
