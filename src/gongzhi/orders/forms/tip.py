"""What the writer of a protected tip fills in. No name, no phone, nothing that says who it is."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas

from ..privacy.secretcode import new_code
from ..process.spec import FieldSpec, pick
from ..selectors.desk.options import kind_names
from ..services.report import TEXT_MAX
from ..settings import order_settings

_PLACE_LEVELS = 2  # streets and communities: a smaller place would tell where the writer lives


class TipForm(forms.Form):
    """One page. The code is made with the form, so that a repeated press shows it again."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(max_length=19, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("什么事"),
        error_messages={
            "required": gettext_lazy("请写清是什么事：谁、什么时候、在哪里、做了什么。")
        },
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("谁、什么时候、在哪里、做了什么；有什么能证明。"),
    )
    place = forms.CharField(label=gettext_lazy("在哪里"), max_length=160, required=False)
    area = forms.ChoiceField(label=gettext_lazy("哪个街道、社区的事"), required=False)
    kept_from = forms.MultipleChoiceField(
        label=gettext_lazy("不要交给"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("要反映的就是收件的单位，请勾上，交给上一级。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_key"].initial = uuid.uuid4
        self.fields["code"].initial = new_code
        self.fields["area"].choices = place_choices()  # type: ignore[attr-defined]
        self.fields["kept_from"].choices = _may_be_kept_from()  # type: ignore[attr-defined]


class FollowForm(forms.Form):
    """Number and code."""

    number = forms.CharField(
        label=gettext_lazy("编号"), max_length=24, widget=forms.TextInput(attrs={"class": "mono"})
    )
    code = forms.CharField(
        label=gettext_lazy("密码（16位数字）"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "mono"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "code"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class WordsForm(forms.Form):
    """An answer, or something to add."""

    note = forms.CharField(
        label=gettext_lazy("内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class VerdictForm(forms.Form):
    """The writer's verdict: the choices are those of the process."""

    tip_verdict = forms.ChoiceField(label=gettext_lazy("办得怎么样"), widget=forms.RadioSelect)

    def __init__(self, field: FieldSpec, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, pick(names)) for key, names in field.options.items()]
        self.fields["tip_verdict"].choices = choices  # type: ignore[attr-defined]


def place_choices() -> list[tuple[str, Any]]:
    """Streets, each with its communities."""
    language = get_language() or "zh"
    found: list[tuple[str, Any]] = [("", _("不清楚，或者是全域的事"))]
    root = areas.root_area()
    for street in areas.children(root.id) if root else ():
        below = [(one.code, one.label(language)) for one in areas.children(street.id)]
        inside = [(street.code, street.label(language)), *below]
        found.append((street.label(language), inside))
    return found


def _may_be_kept_from() -> list[tuple[str, str]]:
    """What the writer may keep it from: kind and word, the nearest first."""
    names = kind_names() | {"street": _("街道（镇）"), "centre": _("受理派遣中心")}
    return [(kind, names.get(kind, kind)) for kind in order_settings().tips.to]
