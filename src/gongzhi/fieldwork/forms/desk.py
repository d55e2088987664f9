"""Forms of the community's desk."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.fieldwork.reading.talks import outcome_names
from gongzhi.orders.selectors.resident_catalogue import choice_groups


def _classes() -> list[Any]:
    groups = [
        (group.name, [(choice.code, choice.name) for choice in group.choices])
        for group in choice_groups()
    ]
    return [("", _("不确定，受理时再定")), *groups]


class OrderForm(forms.Form):
    """A need on its way to an order: its words may be made clearer, its class changed."""

    text = forms.CharField(
        label=gettext_lazy("什么事"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["category"].choices = _classes()  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """The sentence with which a need ends."""

    answer = forms.CharField(
        label=gettext_lazy("怎么答复、怎么办的"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class PurposeForm(forms.Form):
    """What somebody wants to see name and phone for."""

    purpose = forms.CharField(label=gettext_lazy("查看事由"), max_length=200)


class TalkForm(forms.Form):
    """A talk, taken down at the desk. What is needed with which outcome the service says."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    said = forms.CharField(
        label=gettext_lazy("说了什么"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )
    name = forms.CharField(
        label=gettext_lazy("来人姓名"), max_length=40, required=False,
        help_text=gettext_lazy("愿意留才填"), widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("手机号"), max_length=20, required=False,
        help_text=gettext_lazy("愿意留才填；转成工单时，办理结果会告诉这个号码"),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=gettext_lazy("怎么处理的"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=gettext_lazy("当场怎么答的"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    passed_to = forms.CharField(label=gettext_lazy("转到哪里"), max_length=120, required=False)
    category = forms.ChoiceField(label=gettext_lazy("工单的类别"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"].choices = list(outcome_names().items())  # type: ignore[attr-defined]
        self.fields["category"].choices = _classes()  # type: ignore[attr-defined]
        self.fields["client_key"].initial = uuid.uuid4
