"""What `areas/levels.yaml` and `areas/areas.csv` may say."""

from datetime import date
from typing import Annotated

from pydantic import Field

from gongzhi.profiles.schema import Shape


class Level(Shape):
    """One level of the grid: 0 is the county, higher numbers are smaller.

    Maps go down level by level; one with `drawn: false` is passed over.
    """

    no: Annotated[int, Field(ge=0, le=9)]
    key: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    zh: str
    en: str
    size_zh: str = ""
    size_en: str = ""
    drawn: bool = True


class LevelsFile(Shape):
    """`areas/levels.yaml`. `valid_from`: since when areas that are new to the database exist."""

    valid_from: date
    levels: Annotated[list[Level], Field(min_length=1)]


class AreaLine(Shape):
    """One row of `areas/areas.csv`."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6,20}$")]
    name: Annotated[str, Field(max_length=80)]
    name_en: str = ""
    level: int
    parent_code: str = ""
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
