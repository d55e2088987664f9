"""Form fields for the fields that a process asks for by itself (see formfields)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from gongzhi.kernel import clock

from ..process.formfields import FIRST_YEAR, LONGEST, MOST_MONEY, MOST_NUMBER
from ..process.spec import FieldSpec, ProcessSpec, pick
from .desk_widgets import words_field


def form_field(spec: ProcessSpec, name: str, *, required: bool) -> forms.Field:
    """The field of a form; its checks are for comfort, the service's are what counts."""
    field = spec.fields[name]
    made = _MAKERS[field.kind](field, required and field.kind != "yes")
    if field.helps is not None:
        made.help_text = pick(field.helps)
    elif field.needed_with:
        beside = spec.fields[field.needed_with].name()
        made.help_text = _("填了“%(name)s”，这一项也要填。") % {"name": beside}
    return made


def typed(value: Any) -> Any:
    """A cleaned value as a payload holds it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def _words(field: FieldSpec, required: bool) -> forms.Field:
    return forms.CharField(label=field.name(), required=required, max_length=LONGEST["words"])


def _long(field: FieldSpec, required: bool) -> forms.Field:
    return words_field(field.name(), required=required, rows=4, most=LONGEST["long"])


def _choice(field: FieldSpec, required: bool) -> forms.Field:
    choices = [("", _("请选择")), *((key, pick(names)) for key, names in field.options.items())]
    return forms.ChoiceField(label=field.name(), required=required, choices=choices)


def _number(field: FieldSpec, required: bool) -> forms.Field:
    return forms.IntegerField(
        label=field.name(), required=required, min_value=0, max_value=MOST_NUMBER
    )


def _year(field: FieldSpec, required: bool) -> forms.Field:
    return forms.IntegerField(
        label=field.name(), required=required, min_value=FIRST_YEAR, max_value=clock.today().year
    )


def _money(field: FieldSpec, required: bool) -> forms.Field:
    return forms.DecimalField(
        label=_("%(name)s（元）") % {"name": field.name()},
        required=required,
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
    )


def _date(field: FieldSpec, required: bool) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=field.name(), required=required, widget=widget)


def _time(field: FieldSpec, required: bool) -> forms.Field:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=field.name(),
        required=required,
        widget=widget,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


def _yes(field: FieldSpec, required: bool) -> forms.Field:
    return forms.BooleanField(label=field.name(), required=required)


def _ticks(field: FieldSpec, required: bool) -> forms.Field:
    choices = [(key, pick(names)) for key, names in field.options.items()]
    return forms.MultipleChoiceField(
        label=field.name(),
        required=required,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )


_MAKERS: Final[dict[str, Callable[[FieldSpec, bool], forms.Field]]] = {
    "words": _words,
    "long": _long,
    "choice": _choice,
    "number": _number,
    "year": _year,
    "money": _money,
    "date": _date,
    "time": _time,
    "yes": _yes,
    "ticks": _ticks,
}
