"""A workbook of made-up people for the import, in homes of the community that is exported."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from .population import chosen_community


def people_workbook(rows: int) -> bytes:
    """Excel with the headings of the template; identity numbers have the right check digit."""
    from gongzhi.kernel.sheets import Column, write_xlsx
    from gongzhi.registers.catalogue import REGISTERS

    register = REGISTERS["people"]
    columns = [Column(field.title, field.width) for field in register.fields]
    keys = [field.key for field in register.fields]
    lines = [[one.get(key, "") for key in keys] for one in _people(rows)]
    return write_xlsx(columns, lines, title=register.title)


def _people(rows: int) -> Iterator[dict[str, str]]:
    from stdnum.cn import ric

    from gongzhi.demo.people.names import person_name
    from gongzhi.kernel.scope import unscoped
    from gongzhi.registers.models import Home

    rng = random.Random(9)  # noqa: S311
    community = chosen_community()
    with unscoped("benchmark: homes to fill"):
        homes = list(
            Home.objects.filter(area_path__startswith=community.path)
            .order_by("id")
            .values_list("building__code", "number")
        )
    for number in range(rows):
        building, door = homes[number % len(homes)]
        born = date(1940, 1, 1) + timedelta(days=number % 25_000)
        body = f"130283{born:%Y%m%d}{number // 25_000 * 100 + number % 100:03d}"
        yield {
            "building_code": building,
            "number": door,
            "name": person_name(rng) + "".join(rng.choices("甲乙丙丁戊己庚辛", k=2)),
            "id_number": body + ric.calc_check_digit(body + "0"),
            "phone": f"18{number:09d}",
        }
