"""Made-up rolls of the Party and a made-up pool of talent, with the counts that a city gives.

By COPY: a city has 196,000 members. Whoever has which attribute is drawn; the counts are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from gongzhi.areas import selectors as areas
from gongzhi.demo.params import Members, Talent
from gongzhi.demo.people.names import person_name, phone
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import keyring
from gongzhi.kernel.scope import SYSTEM
from gongzhi.kernel.shares import spread
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers.catalogue import REGISTERS, Writing
from gongzhi.registers.counting.cuts import OLD, YOUNG
from gongzhi.registers.models import PartyMember
from gongzhi.registers.rows.drafting import prepare
from gongzhi.registers.services.write_drafts import write_drafts
from gongzhi.registers.tokens import person_tokens

_YOUNGEST, _OLDEST = 21, 88
_PHONES = 5000  # the first made-up phone in the pool
SKILLS: Final = (
    ("farming", "果树修剪"), ("farming", "养蜂"), ("farming", "蔬菜育苗"), ("craft", "木雕"),
    ("craft", "扎染"), ("building", "泥水"), ("building", "防水"), ("repair", "家电维修"),
    ("repair", "农机维修"), ("trade", "电商开店"), ("teaching", "课业辅导"), ("culture", "广场舞"),
    ("culture", "洞经古乐"), ("care", "老人照护"), ("law", "邻里调解"),
)  # fmt: skip
_COLUMNS: Final = (
    "body_id", "number", "name_sealed", "tokens", "birth_year", "retired", "new_sector",
    "education", "area_id", "area_path", "checked_on", "updated_at", "version", "is_demo",
)  # fmt: skip


class _Drawn(NamedTuple):
    """Attributes of one member."""

    age: int
    retired: bool
    new_sector: bool
    education: str


def fill_members(seed: str, at: datetime, wanted: Members) -> None:
    """`wanted.total` members over the bodies of some kinds; nothing when there is a roll already."""
    bodies = orgs.bodies_of_kind(*wanted.kinds) if wanted.total else []
    if not bodies or PartyMember.reached.exists():
        return
    rng = Random(f"{seed}:members")
    today = clock.local(at).date()
    people = iter(draw(rng, wanted))
    rest = {body.id: place for body in bodies if (place := _place(body)) is not None}
    shares = _shares(wanted.total, [body.code for body in bodies])
    copying = f"COPY {PartyMember._meta.db_table} ({', '.join(_COLUMNS)}) FROM STDIN"
    # Nothing else may be asked of the connection meanwhile, so that all is known beforehand.
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(copying) as copy,
    ):
        for body, share in zip(bodies, shares, strict=True):
            end = "\t".join((*rest[body.id], today.isoformat(), at.isoformat(), "1", "t"))
            copy.write(
                "".join(
                    f"{body.id}\t{number:03d}\t{_name(rng, wanted.named)}\t{today.year - one.age}"
                    f"\t{one.retired:d}\t{one.new_sector:d}\t{one.education}\t{end}\n"
                    for number, one in enumerate(islice(people, share), start=1)
                )
            )
    with connection.cursor() as cursor:  # counted at once, planned as for an empty table otherwise
        cursor.execute(f"ANALYZE {PartyMember._meta.db_table}")


def _place(body: BodyRef) -> tuple[str, str] | None:
    """Where its members stand: its area, or the whole city."""
    area = areas.area_by_id(body.area_id) if body.area_id else areas.root_area()
    return (str(area.id), area.path) if area is not None else None


def _shares(total: int, codes: Sequence[str]) -> list[int]:
    """A cut-down city may have more branches than members."""
    some = codes[:total]
    return [*spread(total, some), *([0] * (len(codes) - len(some)))]


def _name(rng: Random, named: bool) -> str:
    """The sealed name and its tokens as COPY takes them; a seal has no character to escape."""
    if not named:
        return "\t{}"
    name = person_name(rng)
    tokens = person_tokens(name=name, phone="", id_number="")
    return f"{keyring().seal(name)}\t{{{','.join(map(str, tokens))}}}"


def draw(rng: Random, wanted: Members) -> list[_Drawn]:
    """Exactly so many of each cut, overlapping as people do: most of the retired are old."""
    total = wanted.total
    young, old = range(wanted.young), range(wanted.young, wanted.young + wanted.old)
    middle = range(wanted.young + wanted.old, total)
    aged = min(len(old), max(wanted.retired * 3 // 4, wanted.retired - len(middle)))
    retired = {*rng.sample(old, aged), *rng.sample(middle, wanted.retired - aged)}
    working = [n for n in range(total) if n not in retired]
    new_sector = set(rng.sample(working, wanted.new_sector))
    learned = min(len(young), wanted.college // 2)
    others = range(wanted.young, total)
    college = {*rng.sample(young, learned), *rng.sample(others, wanted.college - learned)}
    ages = [
        *rng.choices(range(_YOUNGEST, YOUNG), k=len(young)),
        *rng.choices(range(OLD, _OLDEST + 1), k=len(old)),
        *rng.choices(range(YOUNG + 1, OLD), k=len(middle)),
    ]
    taught = rng.choices(("college", "bachelor", "bachelor", "master"), k=total)
    found = [
        _Drawn(age, n in retired, n in new_sector, taught[n] if n in college else "school")
        for n, age in enumerate(ages)
    ]
    rng.shuffle(found)
    return found


def fill_talent(seed: str, at: datetime, wanted: Talent) -> None:
    """`wanted.total` people over the areas of some kinds, as an import does."""
    places = [area for area in areas.current_areas() if area.kind in wanted.kinds]
    if not (places and wanted.total):
        return
    rng, today = Random(f"{seed}:talent"), clock.local(at).date()
    places.sort(key=lambda area: area.code)
    rows = list(_talent(rng, today, wanted.total, places))
    register = REGISTERS["talent"]
    drafts = prepare(register, list(enumerate(rows, start=1)), Writing(SYSTEM, today))
    write_drafts(register=register, drafts=drafts, actor=SYSTEM, source="demo", at=at)


def _talent(
    rng: Random, today: date, total: int, places: Sequence[Any]
) -> Iterator[dict[str, str]]:
    shares = _shares(total, [area.code for area in places])
    count = 0
    for area, share in zip(places, shares, strict=True):
        taken: set[tuple[str, str]] = set()
        while len(taken) < share:
            kind, skill = rng.choice(SKILLS)
            name = person_name(rng)
            if (name, skill) in taken:
                continue
            taken.add((name, skill))
            count += 1
            yield {
                "area_code": area.code, "name": name, "phone": phone(_PHONES + count % 4999),
                "kind": kind, "skill": skill,
                "agreed_on": (today - timedelta(days=rng.randrange(30, 700))).isoformat(),
            }  # fmt: skip
