"""The forms by which an item is ordered: those of its process, without what the item answers."""

from __future__ import annotations

from typing import Any

from django import forms

from gongzhi.kernel.scope import Actor
from gongzhi.orders.forms.service import ServiceForm
from gongzhi.orders.forms.start import StartForm
from gongzhi.orders.opening import offered_one, startable_one

from ..catalogue import Item


class ItemForm(ServiceForm):
    """What a resident fills in."""

    def __init__(self, item: Item, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        spec, way = offered_one(item.process)
        super().__init__(spec, way, *args, signed_in=signed_in, **kwargs)
        self.item = item
        if item.preset:
            self.fields.pop(item.preset[0], None)

    @property
    def own(self) -> list[forms.BoundField]:
        """The process's own fields that the item leaves open."""
        return [self[name] for name in self.way.fields if name in self.fields]


class DeskItemForm(StartForm):
    """What a clerk takes down for a resident."""

    def __init__(self, item: Item, actor: Actor, *args: Any, **kwargs: Any) -> None:
        spec, opens = startable_one(actor, item.process)
        super().__init__(spec, opens, actor, *args, **kwargs)
        self.item = item
        for name in ("photos", "bodies", *(item.preset or ())[:1]):
            self.fields.pop(name, None)

    @property
    def own(self) -> list[forms.BoundField]:
        """The process's own fields that the item leaves open."""
        return [self[name] for name in self.opens.fields if name in self.fields]
