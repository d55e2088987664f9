"""granian with Django loaded before its workers fork: they start at once and share that memory.

`python -m gongzhi.config.granian_preloaded …` takes granian's own arguments. Loaded is what every
worker needs and what touches neither database nor process: models, addresses, views.
"""

from __future__ import annotations

import django
from django.urls import get_resolver
from granian.cli import entrypoint

from gongzhi.platform.loading import loading


def preload() -> None:
    """Everything that is imported for the first page."""
    with loading():
        django.setup()
        assert get_resolver().url_patterns


if __name__ == "__main__":
    preload()
    entrypoint()
