"""The forms of the three lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..lists import NAME_MOST, PARTS, QUANTITY_MOST, WORDS_MOST

_DAY = {"type": "date"}


class EntryForm(forms.Form):
    """One entry."""

    side = forms.ChoiceField(label=_("哪个清单"))
    body = forms.ChoiceField(label=_("谁的（项目或服务填牵头单位）"))
    support = forms.ChoiceField(label=_("配合的单位"), required=False)
    class_key = forms.ChoiceField(label=_("哪一类"))
    name = forms.CharField(
        label=_("什么事"), max_length=NAME_MOST, help_text=_("写事，不写是谁：不写姓名、电话、病情")
    )
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=QUANTITY_MOST)
    unit = forms.CharField(label=_("单位（次、个、小时）"), max_length=10)
    skills = forms.CharField(
        label=_("要会什么，或会什么"), max_length=120, required=False,
        help_text=_("几样用顿号隔开"),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("从哪天"), widget=forms.DateInput(_DAY))
    ends_on = forms.DateField(label=_("到哪天"), widget=forms.DateInput(_DAY))
    part = forms.ChoiceField(label=_("什么时候方便"), choices=list(PARTS.items()))
    place = forms.CharField(label=_("在哪里"), max_length=120, required=False)

    def __init__(
        self,
        choices: dict[str, list[tuple[str, str]]],
        *args: Any,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    """One need and the offer that answers it."""

    need = forms.IntegerField(min_value=1, max_value=2**62)
    offer = forms.IntegerField(label=_("用哪一条"), min_value=1, max_value=2**62)
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=QUANTITY_MOST)
    why = forms.CharField(max_length=WORDS_MOST, required=False)


class EndForm(forms.Form):
    """What came of it."""

    done = forms.BooleanField(required=False)
    result = forms.CharField(label=_("结果，或不办的原因"), max_length=WORDS_MOST)
