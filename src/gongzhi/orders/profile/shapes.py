"""The shape of `orders/processes/*.yaml`: which parts there are and of which kind each is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gongzhi.profiles.schema import Shape, Text

from ..settings import LimitShape


class StateShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,32}$")
    name: Text
    resident: Text
    phase: Literal["open", "paused", "closed"]
    holder: Literal[
        "centre", "grid", "community", "lead", "street", "caller", "decider", "reporter", "none"
    ]  # fmt: skip
    stage: str = ""
    auto: Literal["", "dispatch"] = ""
    worklist: Text | None = None
    due: str = ""
    shown: bool = False


class ActionShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,32}$")
    name: Text
    sources: list[str] = Field(alias="from", min_length=1)
    to: str
    to_when: list[dict[str, bool | int | str]] = []
    who: list[str] = Field(min_length=1)
    needs: list[str] = []
    effects: list[str] = []
    event: Text | None = None
    public: Text | None = None
    tone: Literal["primary", "normal", "danger"] = "normal"
    asks: list[str] = []
    chooses: Text | None = None
    body_kinds: list[str] = []


class OptionShape(Shape):
    key: str = Field(pattern="^[a-z0-9_]{1,32}$")
    name: Text
    says: Text | None = None


class FieldShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,32}$")
    name: Text
    kind: Literal[
        "words", "long", "choice", "number", "year", "money", "date", "time", "yes", "ticks"
    ]
    options: list[OptionShape] = []
    help: Text | None = None
    needed_with: str = ""
    ahead: bool = False


class OpeningShape(Shape):
    """How the desk starts such an order; `lead` says who answers for it from the beginning."""

    name: Text
    help: Text
    roles: list[str] = Field(min_length=1)
    lead: Literal["own", "chosen", "community", "street", "grid", "centre"] = "own"
    lead_kinds: list[str] = []
    urgent: bool = False
    for_resident: bool = False
    needs: list[str] = []
    asks: list[str] = []
    takes: list[str] = []
    checks: list[str] = []


class CallLimitsShape(Shape):
    """By when a called body answers, is there, and says what it did."""

    receipt: LimitShape
    arrival: LimitShape
    feedback: LimitShape


class RiseShape(Shape):
    """To whom a call that nobody answers rises; the first level when its receipt is due."""

    to: Literal["called", "caller", "street", "centre", "government"]
    after: LimitShape | None = None


class CallsShape(Shape):
    """Which bodies are called to such an order; without `limits` by the settings' call_minutes."""

    name: Text
    help: Text
    kinds: list[str] = Field(min_length=1)
    who: list[str] = Field(min_length=1)
    states: list[str] = []
    limits: CallLimitsShape | None = None
    rises: list[RiseShape] = []
    judged: bool = False


class TakingShape(Shape):
    """How such an order comes in from outside the desk (`residents`, `devices`)."""

    name: Text
    help: Text
    front: Literal["", "order", "affairs"] = ""
    leads: list[str] = Field(min_length=1)
    needs: list[str] = []
    asks: list[str] = []
    carries: list[str] = []
    discreet: bool = False
    received: Text | None = None


class ProcessShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,40}$")
    name: Text
    start: str
    states: list[StateShape] = Field(min_length=1)
    actions: list[ActionShape] = Field(min_length=1)
    fields: list[FieldShape] = []
    opens: OpeningShape | None = None
    calls: CallsShape | None = None
    residents: TakingShape | None = None
    devices: TakingShape | None = None
    promise: list[str] = []
    confined: bool = False
