"""The engine against a plain model: any people pressing any buttons in any order.

The model is written by hand from the rules (rules.md: returns, extensions, suspension, rework),
not from the profile's file: where they disagree, one of them is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gongzhi.kernel import chain
from gongzhi.kernel.errors import GongzhiError
from gongzhi.orders.engine.events import stored
from gongzhi.orders.models import Order, OrderClock, OrderEvent, OrderParty, Rating
from gongzhi.orders.services.act import act
from tests.orders.conftest import T0, City

# who → action → (from, to); a callable `to` looks at the model.
Move = tuple[set[str], Any]
WORK = {"to_sign", "in_hand"}


def after_return(model: Model) -> str:
    return "arbitration" if model.returns >= 2 else "returned"


def after_unsolved(model: Model) -> str:
    return "closed" if model.brought_back else "in_hand"


RULES: dict[str, dict[str, Move]] = {
    "grid": {
        "verify_true": ({"to_verify"}, "to_sign"),
        "verify_false": ({"to_verify"}, "to_rate"),
        "check_pass": ({"to_check"}, "to_rate"),
        "check_back": ({"to_check"}, "in_hand"),
    },
    "lead": {
        "sign": ({"to_sign"}, "in_hand"),
        "return": (WORK, after_return),
        "object": (WORK, "arbitration"),
        "ask_extension": ({"in_hand"}, "extension_asked"),
        "ask_suspension": ({"in_hand"}, "suspension_asked"),
        "lift": ({"suspended"}, "in_hand"),
        "finish": ({"in_hand"}, "to_check"),
    },
    "director": {
        "rule": ({"arbitration"}, "to_sign"),
        "grant_extension": ({"extension_asked"}, "in_hand"),
        "refuse_extension": ({"extension_asked"}, "in_hand"),
        "suspend": ({"suspension_asked"}, "suspended"),
        "refuse_suspension": ({"suspension_asked"}, "in_hand"),
    },
    "dispatcher": {
        "dispatch": ({"returned"}, "to_sign"),
        "reassign": (WORK, "to_sign"),
    },
    "reporter": {
        "withdraw": ({"to_verify", "returned", "to_sign"}, "withdrawn"),
        "rate_solved": ({"to_rate"}, "closed"),
        "rate_unsolved": ({"to_rate"}, after_unsolved),
    },
}
CLOSED = {"closed", "withdrawn"}
BUTTONS = [(who, action) for who, actions in RULES.items() for action in actions]


@dataclass
class Model:
    state: str = "to_verify"
    returns: int = 0
    extensions: int = 0
    suspensions: int = 0
    reworks: int = 0
    brought_back: bool = False
    led: bool = False
    events: int = 2
    rated_rounds: set[int] = field(default_factory=set)

    def press(self, who: str, action: str) -> bool:
        """Whether the button works now; if so, the model moves."""
        sources, to = RULES[who][action]
        if self.state not in sources or self._used_up(action):
            return False
        self._count(action)
        target = to(self) if callable(to) else to
        if action == "rate_unsolved":
            if not self.led:
                target = "to_sign"  # answered without a lead: now somebody must act
                self.led = True
                self.events += 1
            elif self.brought_back:
                target = "closed"
            if target != "closed":
                self.reworks += 1
            self.brought_back = True
        if action == "verify_true":
            self.events += 2  # filed and dispatched by the system
            self.led = True
        self.events += 1
        self.state = target
        return True

    def _used_up(self, action: str) -> bool:
        return (
            (action == "ask_extension" and self.extensions >= 2)
            or (action == "ask_suspension" and self.suspensions >= 1)
            or (action.startswith("rate_") and self.reworks in self.rated_rounds)
        )

    def _count(self, action: str) -> None:
        self.returns += action in {"return", "object"}
        self.extensions += action == "grant_extension"
        self.suspensions += action == "suspend"
        self.reworks += action == "check_back"
        if action.startswith("rate_"):
            self.rated_rounds.add(self.reworks)


class EngineMachine(RuleBasedStateMachine):
    """One order, its cast, and hands that press whatever they like."""

    city: City

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = T0
        self.me = self.city.resident()
        self.order = self.city.report(actor=self.me)
        self.model = Model()
        self.lead_code = ""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _actor(self, who: str) -> Any:
        order = Order.reached.get(pk=self.order.pk)
        if who == "lead":
            return self.city.handler(order) if order.lead_body_id else self.city.grid_worker
        if who == "reporter":
            return self.me
        return {
            "grid": self.city.grid_worker,
            "director": self.city.director,
            "dispatcher": self.city.dispatcher,
        }[who]

    @rule(button=st.sampled_from(BUTTONS), minutes=st.integers(1, 90))
    def press(self, button: tuple[str, str], minutes: int) -> None:
        who, action = button
        self.at += timedelta(minutes=minutes)
        order = Order.reached.select_related("lead_body").get(pk=self.order.pk)
        payload = {
            "reason": "有理由",
            "result": "到现场看过，已经修好",
            "body": order.lead_body.code if order.lead_body else "",
            "answer_on": (self.at + timedelta(days=30)).date().isoformat(),
        }
        expected = self.model.press(who, action)
        try:
            act(
                actor=self._actor(who),
                number=order.number,
                action=action,
                payload=payload,
                at=self.at,
            )
            worked = True
        except GongzhiError:
            worked = False
        assert worked is expected, (who, action, order.state)

    @invariant()
    def same_as_the_model(self) -> None:
        order = Order.reached.get(pk=self.order.pk)
        model = self.model
        seen = (order.state, order.returns, order.extensions, order.suspensions, order.reworks)
        wanted = (model.state, model.returns, model.extensions, model.suspensions, model.reworks)
        assert seen == wanted
        assert order.event_seq == model.events

    @invariant()
    def whole(self) -> None:
        """Chain, holder, lead and clocks fit the state, whatever happened."""
        order = Order.reached.get(pk=self.order.pk)
        events = list(OrderEvent.reached.filter(order=order).order_by("seq"))
        assert chain.first_broken(map(stored, events), bytes.fromhex(order.event_hash)) is None
        closed = order.phase == "closed"
        assert closed is (order.state in CLOSED)
        assert closed is (order.closed_at is not None)
        holders = OrderParty.objects.filter(order=order, role="holder")
        assert holders.count() == (0 if closed else 1)
        open_clocks = OrderClock.objects.filter(order=order, stopped_at=None)
        assert not (closed and open_clocks.exists())
        assert open_clocks.filter(stage="handle").count() <= 1
        if order.state in WORK | {"extension_asked", "suspension_asked", "suspended"}:
            assert order.lead_body_id is not None
            assert OrderParty.objects.filter(order=order, role="lead").count() == 1
            assert open_clocks.filter(stage="handle").exists()
        assert Rating.objects.filter(order=order).count() == len(self.model.rated_rounds)


def test_engine_agrees_with_the_model(city: City) -> None:
    EngineMachine.city = city
    run_state_machine_as_test(
        EngineMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
