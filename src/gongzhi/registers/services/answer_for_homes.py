"""Say which Party organisation and which grid head or worker answer for homes (ML-22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, Func, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.home_duty import parties_for, works_in_all
from gongzhi.registers.models import Home, HomeDuty
from gongzhi.registers.reach import HOME_DUTY_ROLES, area_paths
from gongzhi.registers.reading.home_duties import households, unanswered

MOST = 500


def answer_for_homes(
    *,
    actor: Actor,
    body: str,
    user_id: int,
    home_ids: Iterable[int] = (),
    building_ids: Iterable[int] = (),
    on: date | None = None,
) -> int:
    """How many homes were given to an organisation and a person, from `on` (today).

    Of a building it is each household that has nobody. Whoever answered before ends that day and
    stays as history. Denied for posts that name nobody; Invalid (`home`, `body`, `user`), and then
    nothing is written.
    """
    paths = area_paths(actor, HOME_DUTY_ROLES)
    if not paths:
        raise Denied(_("只有社区、街道和网格长能落实挂户。"))
    day = on or clock.today()
    with transaction.atomic():
        homes = _homes(actor, paths, set(home_ids), set(building_ids), day)
        party = orgs.body_by_code(body)
        places = {home.area_path for home in homes}
        for path in places:
            if party is None or party.id not in {one.id for one in parties_for(path)}:
                raise Invalid(_("请选管着这些户的党组织。"), "body")
        if not works_in_all(user_id, places):
            raise Invalid(_("请选这个网格的网格长或者网格员。"), "user")
        assert party is not None
        return _pass([home.pk for home in homes], party.id, user_id, actor, day)


def _homes(
    actor: Actor, paths: tuple[str, ...], home_ids: set[int], building_ids: set[int], day: date
) -> list[Any]:
    """The homes, locked by id, so that two who assign at once come one after the other."""
    for path in paths if building_ids else ():
        alone = households(actor, path).filter(unanswered(day), building_id__in=building_ids)
        home_ids |= set(alone.values_list("id", flat=True)[: MOST + 1])
    if not home_ids:
        raise Invalid(_("请选要落实的户。"), "home")
    if len(home_ids) > MOST:
        raise Invalid(_("一次最多落实%(max)d户，请分几次。") % {"max": MOST}, "home")
    rows = Home.objects.visible_to(actor).standing().filter(pk__in=home_ids)
    homes = list(rows.order_by("id").select_for_update(of=("self",)))
    inside = [home for home in homes if any(covers(path, home.area_path) for path in paths)]
    if len(inside) < len(home_ids):
        raise Invalid(_("有的房屋不在您的辖区里，或者已经注销。"), "home")
    return inside


def _pass(home_ids: list[int], body_id: int, user_id: int, actor: Actor, day: date) -> int:
    """Of homes that the caller has locked; whoever has them already keeps the day they began."""
    now = HomeDuty.reached.filter(home_id__in=home_ids, valid__contains=day)
    same = set(now.filter(body_id=body_id, user_id=user_id).values_list("home_id", flat=True))
    changed = [home_id for home_id in home_ids if home_id not in same]
    before = now.filter(home_id__in=changed)
    before.filter(valid__startswith=day).delete()  # said today and corrected today
    until = Func(Lower("valid"), Value(day, DateField()), function="daterange")
    before.update(valid=until)
    HomeDuty.reached.bulk_create(
        HomeDuty(
            home_id=home_id, body_id=body_id, user_id=user_id, valid=DateRange(day, None),
            recorded_by_id=actor.user_id,
        )
        for home_id in changed
    )  # fmt: skip
    return len(changed)
