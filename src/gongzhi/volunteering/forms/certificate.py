"""What a person says for a certificate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.forms.fields import day_field


class CertificateForm(forms.Form):
    """The name to be printed, and the days."""

    name = forms.CharField(label=_("印在证明上的姓名"), max_length=40)
    first = day_field(_("从哪天"))
    last = day_field(_("到哪天（含这一天）"))


class CheckForm(forms.Form):
    """The code on a certificate."""

    code = forms.CharField(
        label=_("证明上的码"), max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
