"""Bring processes, categories, limits and duties in line with a profile. Twice changes nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.history import owned_codes
from gongzhi.kernel.chain import canonical_json
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.registry import Change, Context

from ..dispatch import catalogue, routing
from ..models import Category, CategoryLimit, DutyClause, Process, ProcessTransition
from ..process.current import forget
from ..process.spec import parse

Document = dict[str, Any]


def apply_processes(document: Any, _context: Context, _problems: Problems) -> list[Change]:
    """A changed process becomes a new version; orders keep the one they started with."""
    changes = []
    gone = Process.objects.filter(current=True).exclude(key__in=document)
    for key in sorted(gone.values_list("key", flat=True)):  # the orders under way go on with it
        Process.objects.filter(key=key, current=True).update(current=False)
        changes.append(Change("orders/processes", "remove", key))
    for key, spec in sorted(document.items()):
        digest = hashlib.sha256(canonical_json(spec)).hexdigest()
        last = Process.objects.filter(key=key).order_by("-version").first()
        if last is not None and last.current and last.digest == digest:
            continue
        Process.objects.filter(key=key, current=True).update(current=False)
        version = last.version + 1 if last else 1
        process = Process.objects.create(key=key, version=version, spec=spec, digest=digest)
        ProcessTransition.objects.bulk_create(
            ProcessTransition(process=process, from_state=source, to_state=target)
            for source, target in sorted(parse(spec).transitions())
        )
        changes.append(Change("orders/processes", "change" if last else "add", key, f"v{version}"))
    forget()
    return changes


def apply_categories(document: Any, _context: Context, _problems: Problems) -> list[Change]:
    """Add and change by code; a class that is gone is switched off, since orders carry it."""
    known = {row.code: row for row in Category.objects.all()}
    changes = []
    for position, wanted in enumerate(document):
        values = {k: v for k, v in wanted.items() if k not in {"code", "parent_code"}}
        parent = known.get(wanted["parent_code"])
        values |= {"parent_id": parent.pk if parent else None, "position": position}
        change = _upsert(known, "orders/categories", Category, {"code": wanted["code"]}, values)
        changes += change
    gone = set(known) - {row["code"] for row in document}
    for code in sorted(gone):
        if known[code].active:
            Category.objects.filter(code=code).update(active=False)
            changes.append(Change("orders/categories", "remove", code))
    catalogue.forget()
    return changes


def _upsert(
    known: dict[Any, Any], section: str, model: Any, key: Document, values: Document
) -> list[Change]:
    """Create the row, or change what differs; `known` is kept up to date."""
    name = next(iter(key.values())) if len(key) == 1 else tuple(key.values())
    row = known.get(name)
    if row is None:
        known[name] = model.objects.create(**key, **values)
        return [Change(section, "add", str(name))]
    different = [k for k, v in values.items() if getattr(row, k) != v]
    if not different:
        return []
    for field in different:
        setattr(row, field, values[field])
    row.save(update_fields=[field.removesuffix("_id") for field in different])
    return [Change(section, "change", str(name), "、".join(different))]


def apply_limits(document: Any, _context: Context, _problems: Problems) -> list[Change]:
    categories = dict(Category.objects.values_list("code", "id"))
    known = {(row.category_id, row.condition_key): row for row in CategoryLimit.objects.all()}
    changes, kept = [], set()
    for position, wanted in enumerate(document):
        key = {
            "category_id": categories[wanted["category_code"]],
            "condition_key": wanted["condition_key"],
        }
        values = {k: v for k, v in wanted.items() if k not in {"category_code", "condition_key"}}
        changes += _upsert(
            known, "orders/limits", CategoryLimit, key, {**values, "position": position}
        )
        kept.add(tuple(key.values()))
    for name in sorted(set(known) - kept):
        known[name].delete()  # orders keep their clock; the reference becomes empty
        changes.append(Change("orders/limits", "remove", str(name)))
    catalogue.forget()
    return changes


def _acting(name: str) -> str:
    """The code of who acts today for a body; `kind:…` stays."""
    body = None if name.startswith("kind:") else orgs.acting_body(name)
    return body.code if body is not None else name


def apply_duties(document: Any, _context: Context, problems: Problems) -> list[Change]:
    """Clauses written by rulings are kept: they are not the file's to remove.

    A line that names a body which ended in the desk names its successor.
    """
    categories = dict(Category.objects.values_list("code", "id"))
    known = {row.clause: row for row in DutyClause.objects.filter(ruled_from="")}
    changed = owned_codes()
    changes = []
    for wanted in document:
        area = areas.area_by_code(wanted["area_code"]) if wanted["area_code"] else None
        for name in (wanted["lead"], *wanted["supporting"]):
            if not name.startswith("kind:") and orgs.acting_body(name) is None:
                problems.add(
                    Place("orders/duties.csv", 1, "lead"),
                    _("%(clause)s：没有单位 %(name)s") % {"clause": wanted["clause"], "name": name},
                )
        moved = wanted["area_code"] in changed
        if wanted["area_code"] and area is None and not moved:
            problems.add(
                Place("orders/duties.csv", 1, "area_code"),
                _("没有区域 %(area_code)s") % {"area_code": wanted["area_code"]},
            )
        values = {
            "category_id": categories[wanted["category_code"]],
            "area_id": area.id if area else None,
            "active": True,
            "lead": _acting(wanted["lead"]),
            "supporting": list(dict.fromkeys(_acting(name) for name in wanted["supporting"])),
            **{k: wanted[k] for k in ("basis", "legal_duty_of")},
        }
        if moved and wanted["clause"] in known:
            del values["area_id"]  # it went with the change of boundaries
        changes += _upsert(known, "orders/duties", DutyClause, {"clause": wanted["clause"]}, values)
    for clause in sorted(set(known) - {row["clause"] for row in document}):
        if known[clause].active:
            DutyClause.objects.filter(clause=clause).update(active=False)
            changes.append(Change("orders/duties", "remove", clause))
    routing.forget()
    return changes
