"""What `areas/levels.yaml` and `areas/areas.csv` may say."""

from datetime import date
from typing import Annotated

from pydantic import Field

from gongzhi.profiles.schema import Shape


class Level(Shape):
    """One level of the grid: 0 is the county, higher numbers are smaller."""

    no: Annotated[int, Field(ge=0, le=9)]
    key: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    zh: str
    en: str
    size_zh: str = ""
    size_en: str = ""


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
