"""The profile section of the points bank."""

from __future__ import annotations

from typing import Any

from gongzhi.points.config import SECTION, PointsSettings
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import check_document
from gongzhi.profiles.source import ProfileSource


def check_settings(source: ProfileSource, problems: Problems, _context: Context) -> Any:
    """`points/settings.yaml`; a city without the file has no bank."""
    document = source.yaml("points/settings.yaml", required=False)
    settings = check_document(document, PointsSettings, problems) if document else None
    return settings.model_dump(mode="json") if settings else None


def register() -> None:
    """Make the section known."""
    register_section(Section(SECTION, 67, check_settings))
