"""Forms of requests for the opinion of a home community."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.registers.services.ask_opinion import PURPOSE_MOST, REPLY_MOST


class OpinionForm(forms.Form):
    """About whom, and what for."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(label=_("姓名"), max_length=40)
    id_number = forms.CharField(label=_("身份证号"), max_length=18, min_length=18)
    purpose = forms.CharField(
        label=_("为什么征求"),
        max_length=PURPOSE_MOST,
        help_text=_("例如：年度考核。本人能看到。"),
    )


class ReplyForm(forms.Form):
    """The person's own words."""

    words = forms.CharField(
        label=_("我的说明"), max_length=REPLY_MOST, widget=forms.Textarea(attrs={"rows": 4})
    )
