"""People of one street's bodies with names that stand nowhere else, and who must not read them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse

from gongzhi.accounts.models import Resident, User
from gongzhi.kernel.crypto import seal
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import (
    AgreementParty,
    CrossAppointment,
    Membership,
    OfficePost,
    Pairing,
    Responsibility,
)

from .cast import Cast

SINCE = DateRange(date(2026, 3, 1), None)
MEMBER, HOLDER, CROSS, LEADER, DUTY, SIGNER, DIRECTOR, WORKER, OWNER = (
    "尹代表", "尹书记", "尹交叉", "尹领导", "尹包区", "尹签字", "尹主任", "尹网格", "尹居民",
)  # fmt: skip
RELATED = (MEMBER, HOLDER, CROSS, LEADER, DUTY, SIGNER)
# Staff whom no posting of the asker reaches; and the resident behind the orders of the street.
PEOPLE = (*RELATED, DIRECTOR, WORKER, OWNER)
OUTSIDE = ("public", "stranger", "api_elsewhere", "handler_elsewhere", "grid_elsewhere",
           "director_elsewhere", "party_elsewhere")  # fmt: skip
# Those who keep the accounts see every account, and the audit every act; not Party affairs.
OFFICES = {"secadmin": RELATED, "auditadmin": RELATED}
# To whom which of them are strangers.
HIDDEN_FROM = {**dict.fromkeys(OUTSIDE, PEOPLE), **OFFICES}


@pytest.fixture
def street(cast: Cast) -> Cast:
    """The people of the cast's street and community, by names of their own."""
    city, made = cast.city, cast.relations
    holder = orgs.body_by_code(made.alliance)
    assert holder is not None
    Membership.reached.filter(pk=made.member.pk).update(representative=MEMBER)
    CrossAppointment.reached.filter(pk=made.cross.pk).update(person_name=CROSS)
    AgreementParty.reached.filter(agreement=made.agreement).update(signatory=SIGNER)
    for body_id in (holder.id, city.street.id):
        OfficePost(body_id=body_id, post="secretary", holder_name=HOLDER, valid=SINCE).save()
    Pairing(kind="leader", from_body_id=city.street.id, community_id=city.community.id,
            leader_name=LEADER, valid=SINCE).save()  # fmt: skip
    for kind, area in (("area", city.community_area), ("grid", city.grid)):
        Responsibility(kind=kind, body_id=city.community.id, area_id=area.id, person_name=DUTY,
                       valid=SINCE).save()  # fmt: skip
    for role, name in (("director", DIRECTOR), ("grid", WORKER)):
        User.objects.filter(pk=cast.actors[role].user_id).update(name=name)
    reporter = Resident.reached.filter(pk=cast.actors["owner"].resident_id)
    reporter.update(name_sealed=seal(OWNER))
    return cast


def words_of(answer: HttpResponse) -> str:
    """The answer as text; of a workbook or an archive, what is packed in it."""
    data = answer.getvalue() if answer.streaming else answer.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    text = data.decode("utf-8", "replace") + str(answer.headers)
    return re.sub(r"\\u[0-9a-f]{4}", lambda m: chr(int(m[0][2:], 16)), text)


def named_in(answer: HttpResponse, names: tuple[str, ...]) -> list[str]:
    """Those whose names stand in it."""
    if not names:
        return []
    text = words_of(answer)
    return [name for name in names if name in text]
