"""When each field of a row was last seen to be true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gongzhi.kernel import clock
from gongzhi.registers.catalogue import Register
from gongzhi.registers.models import RegisterEvent


def last_seen(register: Register, rows: Mapping[int, date]) -> dict[int, dict[str, date]]:
    """Row id → field key → day, of rows that were reached, given as id → `checked_on`.

    A form and an import look at the whole row, which moves `checked_on`; a visit asks single
    fields, which its events name. One query.
    """
    found = {
        row_id: dict.fromkeys((one.key for one in register.fields), checked)
        for row_id, checked in rows.items()
    }
    events = RegisterEvent.reached.filter(
        register=register.key, row_id__in=list(rows), source="visit"
    )
    for row_id, fields, at in events.values_list("row_id", "fields", "at"):
        day = clock.local(at).date()
        for key in fields:
            if key in found[row_id]:
                found[row_id][key] = max(found[row_id][key], day)
    return found
