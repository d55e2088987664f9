"""A body as a profile says it, whether written row by row or expanded from counts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BodyRecord:
    """What a profile says about one body. `areas_served`: codes besides `area_code`."""

    code: str
    name: str
    short_name: str = ""
    name_en: str
    kind: str
    parent_code: str = ""
    area_code: str = ""
    round_the_clock: bool = False
    phone: str = ""
    on_duty_people: int = 0
    active: bool = True
    areas_served: tuple[str, ...] = ()
