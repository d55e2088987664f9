"""What the desk's pages share: the tabs above, the filter bar, the counts beside the navigation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.ttlcache import TtlCache

from ...models import SavedView
from ...selectors.desk import options
from ...selectors.desk.filters import Filters
from ...selectors.desk.membership import current_specs, current_states
from ...selectors.desk.names import lamp_names, source_names
from ...selectors.desk.worklist import Queue, queues_of

# Beside another page the counts may be some seconds old; on the worklist itself they never are.
_counted: TtlCache[tuple[int, str], list[Queue]] = TtlCache(seconds=5, size=2000)


def tabs(actor: Actor, *, now: datetime, current: str) -> tuple[list[Queue], dict[str, Any]]:
    """The person's worklists, counted now, and what the base template needs to show them."""
    queues = queues_of(actor, now=now)
    return queues, _shown(queues, current)


def beside(actor: Actor, *, now: datetime) -> dict[str, Any]:
    """The same for a page that is not the worklist."""
    key = (actor.user_id or 0, get_language() or "")
    return _shown(_counted.get(key, lambda: queues_of(actor, now=now)), "")


def recount(actor: Actor) -> None:
    """After this person has done something."""
    for language, _name in settings.LANGUAGES:
        _counted.forget_one((actor.user_id or 0, language))


def _shown(queues: list[Queue], current: str) -> dict[str, Any]:
    shown = [
        {
            "label": queue.label,
            "count": queue.count,
            "href": f"/desk/?tab={queue.key}",
            "current": queue.key == current,
            "tone": "red" if queue.late else "",
        }
        for queue in queues
        if queue.standing or queue.count or queue.key == current
    ]
    return {"queues": shown, "nav_counts": {"/desk/": sum(q.count for q in queues)}}


def filter_bar(actor: Actor, filters: Filters, *, everything: bool) -> dict[str, Any]:
    """Selects of the filter bar; `everything` adds state and phase, which a tab already fixes."""
    selects: list[tuple[str, str, list[options.Choice]]] = []
    if everything:
        phases = [("live", _("未办结")), ("paused", _("挂账中")), ("closed", _("已办结"))]
        states = [(s.key, s.name()) for s in current_states().values() if s.key != "draft"]
        kinds = [(spec.key, spec.name()) for spec in current_specs()]
        selects += [
            ("phase", _("办结没有"), phases),
            ("process", _("流程"), kinds),
            ("state", _("状态"), states),
        ]
    selects += [
        ("lamp", _("时限"), list(lamp_names().items())),
        ("category", _("类别"), options.group_choices()),
        ("source", _("来源"), list(source_names().items())),
    ]
    areas = options.area_choices(actor)
    if len(areas) > 1:
        selects.append(("area", _("区域"), areas))
    if actor.has_role("handler", "body_head"):
        selects.append(("mine", _("经办人"), [("1", _("只看我经办的"))]))
    return {
        "filters": [
            {"name": n, "label": label, "options": choices, "value": getattr(filters, n)}
            for n, label, choices in selects
        ],
        "q": filters.q,
        "filters_active": bool(filters),
        "chips": chips(filters, {name for name, _l, _c in selects}),
    }


def chips(filters: Filters, shown: set[str]) -> list[dict[str, str]]:
    """Filters that came with a link and have no select of their own, each with a way to drop it."""
    from gongzhi.areas import selectors as areas
    from gongzhi.orgs import selectors as orgs

    from ...dispatch.catalogue import category_by_code
    from ...selectors.desk.names import body_name, category_name, language

    found = []
    groups = {code for code, _name in options.group_choices()}
    for name, value in filters.given().items():
        if name == "q" or (name in shown and not (name == "category" and value not in groups)):
            continue
        text = _CHIP_WORDS.get((name, value)) or _CHIP_WORDS.get((name, "*"))
        if name in {"holder", "lead"}:
            body = orgs.body_by_code(value)
            words = body_name(body.id) if body else value
        elif name == "area":
            area = areas.area_by_code(value)
            words = area.label(language()) if area else value
        elif name == "category":
            words = category_name(category_by_code(value)) or value
        else:
            words = value
        found.append(
            {"text": _(text) % {"v": words} if text else words, "href": _without(filters, name)}
        )
    return found


def _without(filters: Filters, name: str) -> str:
    return f"?{filters.with_(**{name: ''}).query()}"


_CHIP_WORDS = {
    ("holder", "*"): gettext_noop("在%(v)s手里"),
    ("lead", "*"): gettext_noop("主办：%(v)s"),
    ("since", "*"): gettext_noop("%(v)s 起受理"),
    ("older", "*"): gettext_noop("受理超过%(v)s天"),
    ("finished", "*"): gettext_noop("近%(v)s天申请办结"),
    ("ended", "*"): gettext_noop("近%(v)s天办结"),
    ("solved", "1"): gettext_noop("评价：解决了"),
    ("solved", "0"): gettext_noop("评价：没解决"),
    ("solved", "any"): gettext_noop("有解决与否的评价"),
    ("satisfied", "1"): gettext_noop("满意或基本满意"),
    ("satisfied", "0"): gettext_noop("不满意"),
    ("satisfied", "any"): gettext_noop("有满意度评价"),
    ("reworked", "1"): gettext_noop("返工过"),
    ("reworked", "0"): gettext_noop("没有返工"),
    ("emergency", "1"): gettext_noop("紧急"),
    ("mine", "1"): gettext_noop("只看我经办的"),
    ("counted", "1"): gettext_noop("不含作废的"),
}


def saved_views(actor: Actor) -> list[SavedView]:
    return list(SavedView.objects.filter(user_id=actor.user_id or 0).order_by("name"))


def mark_of(request: HttpRequest) -> str:
    return request.GET.get("after", "")[:60]
