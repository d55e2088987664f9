"""Take down a visit: what changed at a home, and what people there need (QA-10)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.fieldwork.config import field_settings
from gongzhi.fieldwork.models import KeptCorrection, Need, Visit
from gongzhi.fieldwork.once import Said, once
from gongzhi.fieldwork.reach import VISIT_ROLES, visit_paths
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.catalogue import category_by_code
from gongzhi.orders.hooks.outbox import Answer, Entry
from gongzhi.orders.selectors.resident_catalogue import suggest_choices
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Home, Person
from gongzhi.registers.querysets import within
from gongzhi.registers.services.check_fields import check_fields
from gongzhi.web.words import speaks_chinese

LONGEST = 500
KNOWN = ("same", "changed", "")


@dataclass(frozen=True)
class _Row:
    """One row of a register that the form asked about, as the phone sent it."""

    register: str
    row_id: int
    version: int
    asked: tuple[str, ...]
    changes: Mapping[str, str]


def record_visit(actor: Actor, entry: Entry) -> Answer:
    """One entry of the kind `visit`. Payload:

    home         id of the home
    met          yes | no (nobody was there: nothing else is taken)
    known        same | changed | empty (the entries were not asked this time)
    row          `people-12,homes-5`: the rows that were asked; for each of them
      asked-R    its fields with commas, v-R its version, R-phone … the new words (empty: true)
    moved        what has no field: who moved in or out
    text, text2  needs in the resident's words; category of the first one
    person       id of whoever said it; agreed 1 when they want to hear the result

    Corrections go into the register with history; one whose row changed meanwhile overwrites
    nothing and is kept for the community. Denied, NotFound, Invalid, RowRefused: nothing of the
    visit is written then.
    """
    if not actor.has_role(*VISIT_ROLES):
        raise Denied(_("您的岗位不走访。"))
    return once(actor, entry, lambda: _record(actor, entry))


def _record(actor: Actor, entry: Entry) -> Said:
    at = clock.now()
    home = _home(actor, whole_number(entry.words("home")))
    met = entry.words("met") != "no"
    visit = Visit(home=home, user_id=actor.user_id or 0, at=at, met=met)
    visit.save()
    if not met:
        return Said(_("家里没人，改天再去。"))
    changed, kept = _entries(actor, entry, visit)
    moved = entry.words("moved", LONGEST)
    if moved:
        _keep(visit, "homes", home.pk, {"note": moved}, at)
    needs, unreached = _needs(entry, visit, at)
    return _said(changed, kept, needs, moved=bool(moved), unreached=unreached)


def _home(actor: Actor, home_id: int | None) -> Home:
    """A standing home within the actor's own grids. NotFound."""
    rows = Home.objects.visible_to(actor).standing().filter(pk=home_id or 0)
    home: Home | None = (
        rows.filter(within("area_path", visit_paths(actor))).select_for_update(of=("self",)).first()
    )
    if home is None:
        raise NotFound(_("您的网格里没有这户，可能已经划到别的网格。"))
    return home


def _entries(actor: Actor, entry: Entry, visit: Visit) -> tuple[int, int]:
    """How many fields were corrected, and how many corrections were kept instead."""
    known = entry.words("known")
    if known not in KNOWN:
        raise Invalid(_("登记的内容问过没有，请选一项。"), "known")
    if not known:
        return 0, 0
    changed = kept = 0
    for row in _rows(entry, visit, writes=known == "changed"):
        try:
            checked = check_fields(
                actor=actor, register=REGISTERS[row.register], row_id=row.row_id,
                version=row.version, asked=row.asked, changes=row.changes,
                askable=tuple(field_settings().asked(row.register)), source_id=visit.pk,
                at=visit.at,
            )  # fmt: skip
        except Conflict:
            # What is newer stays; it was just seen to, so nothing else is to be confirmed.
            if row.changes:
                _keep(visit, row.register, row.row_id, row.changes, visit.at)
                kept += 1
        else:
            changed += len(checked.changed)
    return changed, kept


def _rows(entry: Entry, visit: Visit, *, writes: bool) -> list[_Row]:
    found = []
    for name in filter(None, entry.words("row").split(",")):
        register, _dash, number = name.partition("-")
        row_id = whole_number(number)
        if register not in {"homes", "people"} or row_id is None:
            raise Invalid(_("这条记录读不出来。"), "row")
        _belongs(visit, register, row_id)
        askable = field_settings().asked(register)
        asked = tuple(key for key in entry.words(f"asked-{name}").split(",") if key in askable)
        words = {key: entry.words(f"{name}-{key}", 200) for key in asked} if writes else {}
        changes = {key: text for key, text in words.items() if text}
        version = whole_number(entry.words(f"v-{name}")) or 0
        found.append(_Row(register, row_id, version, asked, changes))
    return found


def _belongs(visit: Visit, register: str, row_id: int) -> None:
    """The row must be this home, or somebody who lives in it."""
    if register == "homes":
        fits = row_id == visit.home_id
    else:
        fits = Person.reached.filter(pk=row_id, home_id=visit.home_id).exists()
    if not fits:
        raise Invalid(_("有一位住户已经不在这户登记，请重新打开这户再记。"), "row")


def _keep(visit: Visit, register: str, row_id: int, words: Mapping[str, str], at: datetime) -> None:
    KeptCorrection(
        visit=visit, register=register, row_id=row_id, fields=sorted(words), made_at=at,
        words_sealed=seal(json.dumps(dict(words), ensure_ascii=False)),
    ).save()  # fmt: skip


def _needs(entry: Entry, visit: Visit, at: datetime) -> tuple[int, bool]:
    """How many needs, and whether somebody wants to hear of them without a registered phone."""
    person = _speaker(entry, visit)
    wished = entry.words("agreed") == "1"
    if wished and person is None:
        raise Invalid(_("要收到结果，请选是谁说的。"), "person")
    # Read after the corrections: the phone may have come with this very visit.
    agreed = wished and person is not None and bool(person.phone_sealed)
    texts = [text for text in (entry.words("text", 2001), entry.words("text2", 2001)) if text]
    for number, text in enumerate(texts):
        if len(text) > LONGEST or "\x00" in text:
            raise Invalid(_("需求请控制在%(max)d字以内。") % {"max": LONGEST}, "text")
        chosen = entry.words("category") if number == 0 else ""
        Need(
            visit=visit, home_id=visit.home_id, person=person, agreed=agreed, text=text,
            category_code=_class_of(text, chosen), made_at=at,
        ).save()  # fmt: skip
    return len(texts), bool(texts) and wished and not agreed


def _speaker(entry: Entry, visit: Visit) -> Person | None:
    person_id = whole_number(entry.words("person"))
    if person_id is None:
        return None
    found: Person | None = Person.reached.filter(pk=person_id, home_id=visit.home_id).first()
    return found


def _class_of(text: str, chosen: str) -> str:
    """What was chosen at the door, else the likeliest class, which the community may change."""
    category = category_by_code(chosen) if chosen else None
    if category is not None and category.kind == "item":
        return category.code
    guesses = suggest_choices(text, most=1)
    return guesses[0].code if guesses else ""


def _said(changed: int, kept: int, needs: int, *, moved: bool, unreached: bool) -> Said:
    parts: list[str] = []
    if changed:
        parts.append(
            ngettext("更正了%(n)d项登记。", "更正了%(n)d项登记。", changed) % {"n": changed}
        )
    if needs:
        words = ngettext("%(n)d件需求交给社区汇总。", "%(n)d件需求交给社区汇总。", needs)
        parts.append(words % {"n": needs})
    if unreached:
        parts.append(_("这位住户没有登记手机号，办好后请社区告诉一声。"))
    if moved:
        parts.append(_("搬走搬来的情况交给社区更正。"))
    if kept:
        parts.append(_("登记在您之后被改过，您写的更正没有覆盖它，已留给社区核对。"))
    if not parts:
        parts.append(_("这户走访过了，没有变化。"))
    message = ("" if speaks_chinese() else " ").join(parts)
    return Said(message, "noted" if kept else "done")
