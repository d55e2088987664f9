"""An uploaded file as a path on disk, for readers that need one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile


@contextmanager
def on_disk(upload: UploadedFile) -> Iterator[Path]:
    """The upload in a temporary file with its own ending, gone afterwards."""
    ending = Path(upload.name or "").suffix.lower()[:10]
    ending = ending if ending[1:].isalnum() else ""
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)
