"""Forms by which a person asks about the own row."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.registers.catalogue import REGISTERS


class RequestForm(forms.Form):
    """`kind` decides what is shown: a correction has the personal fields, all have a note."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, kind: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind == "correct":
            for one in REGISTERS["people"].fields:
                if one.personal:
                    self.fields[one.key] = _input(one)
        self.fields["note"] = forms.CharField(
            label=_("还有要说的") if kind != "correct" else _("其他要更正的"),
            required=False,
            max_length=500,
            help_text=_("例如：我已经搬到别的楼。") if kind == "correct" else "",
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def words(self) -> dict[str, str]:
        """What was filled, by field key."""
        own = {"client_key", "note"}
        return {key: str(text) for key, text in self.cleaned_data.items() if key not in own}


def _input(one: Any) -> forms.Field:
    common: dict[str, Any] = {"label": one.title, "required": False}
    if one.choices:
        choices = [("", _("不改")), *((key, str(word)) for key, word in one.choices.items())]
        return forms.ChoiceField(choices=choices, **common)
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(max_length=200, widget=widget, **common)


class ObjectionForm(forms.Form):
    """Why a refusal is not right."""

    reason = forms.CharField(
        label=gettext_lazy("为什么不同意"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class LeaveForm(forms.Form):
    """That the account shall really go."""

    sure = forms.BooleanField(
        label=gettext_lazy("我知道了，删除我的账号"),
        error_messages={"required": gettext_lazy("请先勾选“我知道了”。")},
    )
