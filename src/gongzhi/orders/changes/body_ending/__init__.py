"""Orders of a body that ends: the open ones are the successor's, the others it may read.

No clock is touched and no state changes; the record of each open order says what happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.ending.naming import Naming, register_naming
from gongzhi.orgs.ending.parts import Ending, Watched, register_ending
from gongzhi.orgs.ending.tracing import restore
from gongzhi.orgs.models import BodyEnding
from gongzhi.profiles.content import ProfileFiles

from ...dispatch.catalogue import forget as forget_classes
from .passing import count, pass_on
from .returning import take_back

_PARTS = "%(from)s = t.body_id"
WATCHED = (
    Watched(
        "orders_orderparty", _PARTS, "t.body_id = %(to)s AND t.role = 'past' AND t.since = %(at)s"
    ),
    Watched("orders_orderclock", f"{_PARTS} AND t.stopped_at IS NULL"),
    Watched("orders_order", "t.first_body_id = %(from)s AND t.phase <> 'closed'"),
    Watched(
        "orders_call",
        "%(from)s IN (t.body_id, t.caller_body_id)"
        " AND t.fed_back_at IS NULL AND t.cancelled_at IS NULL",
    ),
    Watched(
        "orders_dutyclause",
        "t.lead = %(from_code)s OR t.supporting @> to_jsonb(%(from_code)s::text)",
    ),
)


def register() -> None:
    """Make it known, and that the duty list names bodies."""
    home = "/desk/settings/table/duties/"
    register_naming(
        Naming(
            "orders/duties.csv", _("派单"), _named_in_duties, f"{home}row/?key={{}}",
            f"{home}?find={{}}",
        )
    )  # fmt: skip
    register_ending(Ending("orders", _("没办结的工单"), count, pass_on, WATCHED, _take_back))


def _named_in_duties(files: ProfileFiles) -> Iterator[tuple[str, str]]:
    for key, row in files.rows("orders/duties.csv").items():
        for code in (row.get("lead", ""), *row.get("supporting", "").split("|")):
            if code and not code.startswith("kind:"):
                yield key[0], code


def _take_back(ending: BodyEnding, at: datetime) -> int:
    parts, clocks, orders, *others = WATCHED
    tables = {"parts": parts.table, "clocks": clocks.table, "orders": orders.table}
    done = take_back(ending, tables, at)
    for one in others:
        restore(ending, one, str(_("没办结的工单")))
    forget_classes()
    return done
