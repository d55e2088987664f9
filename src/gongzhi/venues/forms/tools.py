"""Forms of tools and queues."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from ..services.lend_tool import TOTAL_MOST


class ToolForm(forms.Form):
    """A kind of thing."""

    name = forms.CharField(label=_("什么工具"), max_length=40)
    total = forms.IntegerField(label=_("一共几件"), min_value=0, max_value=TOTAL_MOST)


class LendForm(forms.Form):
    """Who takes it, by phone."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    phone = forms.CharField(
        label=_("手机号"), max_length=20, widget=forms.TextInput({"inputmode": "tel"})
    )
    name = forms.CharField(label=_("称呼"), max_length=40, required=False)
    quantity = forms.IntegerField(label=_("几件"), min_value=1, initial=1)
    due_on = forms.DateField(
        label=_("哪天还"), required=False, widget=forms.DateInput({"type": "date"}),
        help_text=_("不填按最长的天数算。不收押金。"),
    )  # fmt: skip


class QueueForm(forms.Form):
    """A queue of a hall."""

    name = forms.CharField(label=_("办什么的队"), max_length=30)
    name_en = forms.CharField(label=_("英文名称"), max_length=60, required=False)
    letter = forms.CharField(label=_("号码前的字母"), max_length=1)
