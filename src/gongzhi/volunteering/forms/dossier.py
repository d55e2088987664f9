"""A judgement of a service."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

GRADES = [(3, _("满意")), (2, _("基本满意")), (1, _("不满意"))]


class RateForm(forms.Form):
    """How it was, and a sentence."""

    grade = forms.TypedChoiceField(
        label=_("这次服务怎么样"), coerce=int, choices=GRADES, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("想说的话"), max_length=300, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
