"""The processes of the city as they run: what stands where, and for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, DurationField, F, Max, Q, QuerySet, Value
from django.db.models.aggregates import Aggregate
from django.db.models.expressions import ExpressionWrapper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.accounts.roles import role_names
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.web.words import joined

from ...engine.clocks import HANDLE
from ...models import Order, Process
from ...process.diagram import Diagram, Edge, Node, diagram
from ...process.spec import ActionSpec, ProcessSpec, StateSpec
from ...settings import order_settings
from ...words.wording import limit_words, with_names
from .membership import current_specs

CLOSED_DAYS = 30
_RELATIONS: Final = {
    "holder": gettext_lazy("在手单位"),
    "lead": gettext_lazy("主办单位"),
    "co": gettext_lazy("协办单位"),
    "caller": gettext_lazy("发起单位"),
    "called": gettext_lazy("被呼叫的单位"),
    "centre": gettext_lazy("受理中心"),
    "area": gettext_lazy("所在区域"),
    "reporter": gettext_lazy("诉求人"),
    "neighbour": gettext_lazy("邻居"),
    "first": gettext_lazy("首办人"),
    "system": gettext_lazy("系统"),
}


@dataclass(frozen=True)
class Standing:
    """Orders in one state: open ones by how long they have been there, ends of the last 30 days."""

    count: int = 0
    middle: timedelta | None = None
    longest: timedelta | None = None


@dataclass(frozen=True)
class StateBox:
    """A state in the drawing and in the table below it."""

    process: str
    state: StateSpec
    node: Node
    standing: Standing
    limit: str
    steps: tuple[tuple[ActionSpec, str], ...]  # an action and the posts that may take it

    @property
    def query(self) -> str:
        """The list of exactly the orders that are counted here."""
        asked = {"process": self.process, "state": self.state.key}
        if self.state.phase == "closed":
            asked["ended"] = str(CLOSED_DAYS)
        return urlencode(asked)

    @property
    def reads(self) -> str:
        """What the reporter reads, with names for what an order would fill in."""
        return with_names(self.state.resident())


@dataclass(frozen=True)
class ProcessPage:
    spec: ProcessSpec
    drawing: Diagram
    boxes: list[StateBox]
    edges: list[tuple[Edge, str]]  # and the names of its actions
    older: int  # open orders that still follow an older version


@dataclass(frozen=True)
class ProcessLine:
    """A process in the list of all."""

    spec: ProcessSpec
    open: int
    closed: int


class Median(Aggregate):
    """The middle value, as PostgreSQL finds it."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def process_list(actor: Actor, *, now: datetime) -> list[ProcessLine]:
    """Every process of today with its open orders and those closed lately, within the scope."""
    since = now - timedelta(days=CLOSED_DAYS)
    seen = Order.objects.visible_to(actor)
    going = _by_process(seen.open())
    ended = _by_process(seen.filter(phase="closed", closed_at__gte=since))
    return [ProcessLine(spec, going[spec.key], ended[spec.key]) for spec in current_specs()]


def _by_process(orders: QuerySet[Order]) -> Counter[str]:
    """Key → count, over all versions. Open and closed ones are asked apart: each has its index."""
    keys = dict(Process.objects.values_list("pk", "key"))
    counted: Counter[str] = Counter()
    for row in orders.order_by().values("process_id").annotate(n=Count("pk")):
        counted[keys[row["process_id"]]] += row["n"]
    return counted


def process_page(actor: Actor, key: str, *, now: datetime) -> ProcessPage:
    """One process, as new orders follow it. NotFound when the city has no such process."""
    spec = next((spec for spec in current_specs() if spec.key == key), None)
    if spec is None:
        raise NotFound
    drawing = diagram(spec)
    standing, older = _standing(actor, spec, now)
    names = role_names()
    boxes = [
        StateBox(
            process=key,
            state=spec.states[node.key],
            node=node,
            standing=standing.get(node.key, Standing()),
            limit=_limit(spec.states[node.key]),
            steps=tuple(_steps(spec, node.key, names)),
        )
        for node in drawing.nodes
    ]
    edges = [(e, joined(spec.actions[a].name() for a in e.actions)) for e in drawing.edges]
    return ProcessPage(spec, drawing, boxes, edges, older)


def _standing(actor: Actor, spec: ProcessSpec, now: datetime) -> tuple[dict[str, Standing], int]:
    """By state; and how many open ones follow an older version.

    Counted apart from their clocks, since a count that joins them costs a dozen times as much.
    """
    versions = dict(Process.objects.filter(key=spec.key).values_list("id", "current"))
    orders = Order.objects.visible_to(actor).filter(process_id__in=list(versions))
    since = now - timedelta(days=CLOSED_DAYS)
    found = {
        row["state"]: Standing(row["n"])
        for row in orders.filter(phase="closed", closed_at__gte=since)
        .values("state")
        .annotate(n=Count("pk"))
    }
    # The clock of a state runs as long as the state lasts, so it says since when.
    here = Q(clocks__stopped_at=None) & _stage_of_state(spec)
    age = ExpressionWrapper(Value(now) - F("clocks__started_at"), output_field=DurationField())
    count: Counter[str] = Counter()
    older = 0
    for row in orders.open().order_by().values("state", "process_id").annotate(n=Count("pk")):
        count[row["state"]] += row["n"]
        older += 0 if versions[row["process_id"]] else row["n"]
    aged = orders.open().filter(here).order_by().values_list("state")
    ages = {
        state: (middle, longest)
        for state, middle, longest in aged.annotate(middle=Median(age), longest=Max(age))
    }
    found |= {state: Standing(n, *ages.get(state, (None, None))) for state, n in count.items()}
    return found, older


def _stage_of_state(spec: ProcessSpec) -> Q:
    either = Q(pk__in=())
    for state in spec.states.values():
        if state.stage:
            either |= Q(state=state.key, clocks__stage=state.stage)
    return either


def _limit(state: StateSpec) -> str:
    """The limit of the state's stage in words; of handling it is the class that says."""
    if not state.stage:
        return ""
    if state.stage == HANDLE:
        return _("按类别的时限")
    limit = order_settings().stages[state.stage]
    return limit_words(limit.amount, limit.unit)


def _steps(
    spec: ProcessSpec, state: str, names: dict[str, str]
) -> Iterator[tuple[ActionSpec, str]]:
    for action in spec.actions_from(state):
        yield action, joined(dict.fromkeys(who_words(line, names) for line in action.who))


def who_words(line: str, names: dict[str, str]) -> str:
    """`lead:handler` as `主办单位的经办人`."""
    relation, _colon, role = line.partition(":")
    where = _RELATIONS.get(relation, relation)
    if not role:
        return str(where)
    who = _("任何岗位") if role == "*" else names.get(role, role)
    return _("%(where)s的%(who)s") % {"where": where, "who": who}
