"""Made-up temporary Party branches with exact numbers of members (QJ-02)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.demo.people.relation_counts import TemporaryCounts
from gongzhi.kernel.shares import spread
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of
from gongzhi.orgs.models import Body, TemporaryBranch, TemporaryCount

BATCH = 2000


def fill_temporary(seed: str, day: date, counts: TemporaryCounts) -> None:
    """Branches below the first Party organisations; members by home organisation, never by person.

    LookupError when there are members but no branch, or no home organisation for them.
    """
    total = counts.general_branches + counts.branches
    if not total:
        if counts.in_service or counts.returned:
            raise LookupError("demo.yaml relations.temporary: members without a branch")
        return
    above = [b for b in orgs.bodies_of_kind(*kinds_of("party")) if b.kind not in _SMALL]
    homes = orgs.bodies_of_kind("unit", "department")
    if not above or (counts.in_service and not homes):
        raise LookupError("demo.yaml relations.temporary: no Party organisation or no unit")
    opened = day - timedelta(days=60)
    bodies = _bodies(counts, above)
    Body.objects.bulk_create(bodies, batch_size=BATCH)
    branches = TemporaryBranch.objects.bulk_create(
        [TemporaryBranch(body=body, reason=counts.reason, opened_on=opened) for body in bodies],
        batch_size=BATCH,
    )
    codes = [f"{seed}:{body.code}" for body in bodies]
    serving = _split(counts.in_service, codes)
    returned = _split(counts.returned, codes[::-1])[::-1]
    term = DateRange(opened, None)
    rows = []
    for number, branch in enumerate(branches):
        if serving[number]:
            home = homes[number % len(homes)].id
            rows.append(_count(branch, home, serving[number], 0, term))
        if returned[number]:
            rows.append(_count(branch, None, 0, returned[number], term))
    TemporaryCount.reached.bulk_create(rows, batch_size=BATCH)
    orgs.forget()


_SMALL = frozenset({"party_group", "party_household"})


def _bodies(counts: TemporaryCounts, above: list[orgs.BodyRef]) -> list[Body]:
    total = counts.general_branches + counts.branches
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Body._meta.db_table, total],
        )
        ids = [row[0] for row in cursor.fetchall()]
    found = []
    for number, body_id in enumerate(ids):
        general = number < counts.general_branches
        parent = above[number % len(above)]
        suffix, kind = (
            ("临时党总支", "party_temporary_general_branch")
            if general
            else ("临时党支部", "party_temporary_branch")
        )
        ordinal = number + 1 if general else number + 1 - counts.general_branches
        found.append(
            Body(
                id=body_id, code=f"T-{body_id}", name=f"第{ordinal}{suffix}（示例）", kind=kind,
                parent_id=parent.id, path=f"{parent.path}{body_id}.", area_id=parent.area_id,
                from_profile=False,
            )
        )  # fmt: skip
    return found


def _split(total: int, codes: list[str]) -> list[int]:
    """`total` over the branches, at least one each while there are enough."""
    if total < len(codes):
        return [1] * total + [0] * (len(codes) - total)
    return spread(total, codes)


def _count(
    branch: TemporaryBranch, home: int | None, serving: int, returned: int, term: DateRange
) -> TemporaryCount:
    return TemporaryCount(
        branch=branch, body_id=home, in_service=serving, returned=returned, valid=term
    )
