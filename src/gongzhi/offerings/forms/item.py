"""The forms by which an item is ordered: those of its process, without what the item answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.forms.service import ServiceForm
from gongzhi.orders.forms.start import StartForm
from gongzhi.orders.process.opening import offered_one, startable_one
from gongzhi.orders.services.opening import Opening

from ..catalogue import Item
from ..ordering import AGREED, EVERY
from ..reading.windows import FreeWindow, free_windows
from ..services.order_item import EVERY_FIELD

BESIDE = (AGREED, EVERY_FIELD)


class ItemForm(ServiceForm):
    """What a resident fills in; `area` is where the windows are shown for."""

    def __init__(
        self, item: Item, *args: Any, signed_in: bool, area: AreaRef | None = None, **kwargs: Any
    ) -> None:
        spec, way = offered_one(item.process)
        super().__init__(spec, way, *args, signed_in=signed_in, **kwargs)
        self.item, self.shown_for = item, area
        if item.preset:
            self.fields.pop(item.preset[0], None)
        _time_fields(self, item, area)

    @property
    def own(self) -> list[forms.BoundField]:
        """The process's own fields that the item leaves open."""
        return [self[name] for name in (*self.way.fields, *BESIDE) if name in self.fields]

    def said(self) -> dict[str, Any]:
        return super().said() | _beside(self.cleaned_data)


class DeskItemForm(StartForm):
    """What a clerk takes down for a resident."""

    def __init__(self, item: Item, actor: Actor, *args: Any, **kwargs: Any) -> None:
        spec, opens = startable_one(actor, item.process)
        super().__init__(spec, opens, actor, *args, **kwargs)
        self.item = item
        for name in ("photos", "bodies", *(item.preset or ())[:1]):
            self.fields.pop(name, None)
        _time_fields(self, item, _area_of(actor))

    @property
    def own(self) -> list[forms.BoundField]:
        """The process's own fields that the item leaves open."""
        return [self[name] for name in (*self.opens.fields, *BESIDE) if name in self.fields]

    def opening(self) -> Opening:
        made = super().opening()
        return replace(made, fields={**made.fields, **_beside(self.cleaned_data)})


def window_choices(found: list[FreeWindow]) -> list[tuple[str, str]]:
    return [(one.value, one.words) for one in found]


def _time_fields(form: forms.Form, item: Item, area: AreaRef | None) -> None:
    """The moment, where somebody keeps windows, in place of the day wished; and how often."""
    spec, way = offered_one(item.process) if item.process else (None, None)
    if spec is None or way is None or AGREED not in way.carries:
        return
    # Lines of a menu have no windows: who took one rings up.
    found = [] if item.menu_of else free_windows(item, area, now=clock.now())
    if found:
        for name in ("wished_on", "wished_part"):
            form.fields.pop(name, None)
        form.fields[AGREED] = forms.ChoiceField(
            label=spec.fields[AGREED].name(),
            required=False,
            choices=[("", _("以后电话里约")), *window_choices(found)],
        )
    form.fields[EVERY_FIELD] = forms.ChoiceField(
        label=_("要不要定期来"),
        required=False,
        choices=[("", _("只这一次")), *((key, str(name)) for key, name in EVERY.items())],
        help_text=_("到日子前自动生成下一次，可以只停一次，也可以全停。"),
    )


def _beside(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in BESIDE if values.get(name)}


def _area_of(actor: Actor) -> AreaRef | None:
    """A grid of the actor's first post: whoever provides there keeps the windows."""
    post = next((p for p in actor.postings if p.area_id), None)
    area = areas.area_by_id(post.area_id) if post and post.area_id else None
    if area is None:
        return None
    return next((one for one in areas.leaf_areas() if one.path.startswith(area.path)), area)
