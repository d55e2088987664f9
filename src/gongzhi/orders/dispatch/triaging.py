"""The triage rule at work: for one class at one place, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.orgs.selectors import BodyRef
from gongzhi.profiles.ofrelease import OfRelease

from ..models import Category
from ..process.spec import pick
from . import triage
from .catalogue import active_categories, category_by_code
from .triage import Ruled, TriageRules

_rules = OfRelease(lambda release: triage.rules_of(release.section("orders/triage")))


def current_rules() -> TriageRules | None:
    """The rules of the release in force; None where the city does not use them."""
    return _rules.get()


def ruled_for(category: Category, legal_duty_of: str) -> Ruled | None:
    """What the rule says of a class whose duty line, if any, names a legal duty."""
    rules = current_rules()
    if rules is None:
        return None
    by_id = {row.pk: row for row in active_categories()}
    chain, row = [category.code], category
    while row.parent_id in by_id:
        row = by_id[row.parent_id]
        chain.append(row.code)
    return triage.rule(rules, chain, legal_duty_of)


def kept(ruled: Ruled, lead: BodyRef, *, by_rule: bool) -> dict[str, Any]:
    """What the event of a dispatch keeps: the rule, what was chosen, and whether that differs."""
    rules = current_rules()
    chosen = triage.chosen_kind(rules, lead.kind) if rules else ""
    overridden = not by_rule and chosen != ruled.kind
    return {**vars(ruled), "chosen": ruled.kind if by_rule else chosen, "overridden": overridden}


def kind_name(key: str) -> str:
    """大事, 小事, 私事; what is none of them says so."""
    rules = current_rules()
    return rules.kinds[key].name() if rules and key in rules.kinds else _("三类之外")


def why(ruled: Ruled | Mapping[str, Any]) -> str:
    """The rule in one sentence."""
    values = ruled if isinstance(ruled, Mapping) else vars(ruled)
    kind = kind_name(str(values["kind"]))
    if values["source"] == "class":
        category = category_by_code(str(values["by"]))
        name = pick({"zh": category.name, "en": category.name_en}) if category else values["by"]
        return _("三事分流：%(kind)s（“%(name)s”这一类）") % {"kind": kind, "name": name}
    duties = {
        "department": _("部门"), "street": _("街道"), "community": _("社区"), "property": _("物业"),
    }  # fmt: skip
    owner = duties.get(str(values["by"]), str(values["by"]))
    return _("三事分流：%(kind)s（清单上是%(owner)s的职责）") % {"kind": kind, "owner": owner}


def event_words(said: Mapping[str, Any]) -> str:
    """What a timeline says of a kept triage."""
    words = why(said)
    if said.get("overridden"):
        words += _("；改按%(kind)s") % {"kind": kind_name(str(said.get("chosen")))}
    return words
