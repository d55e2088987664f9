"""The profile section of communities' affairs: `workload/affairs.csv`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import Shape, check_rows
from gongzhi.profiles.source import ProfileSource

SECTION = "workload/affairs"


class AffairShape(Shape):
    """own: the community's by law; assist: it helps with it; forbidden: never asked of it."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=2, max_length=60)
    name_en: str = Field(max_length=120)
    kind: Literal["own", "assist", "forbidden"]
    basis: str = Field(default="", max_length=200)
    aliases: str = Field(default="", max_length=200)
    basis_en: str = Field(default="", max_length=300)


def check_affairs(source: ProfileSource, problems: Problems, _context: Context) -> Any:
    """The rows as plain documents."""
    rows = source.rows(
        "workload/affairs.csv",
        columns=("code", "name", "name_en", "kind"),
        optional=("basis", "aliases", "basis_en"),
        key=("code",),
    )
    return [affair.model_dump() for _row, affair in check_rows(rows, AffairShape, problems)]


def register() -> None:
    """Make the section known."""
    register_section(Section(SECTION, 65, check_affairs))
