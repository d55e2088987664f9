"""The short form with which a resident checks in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.volunteering.config import skill_names


class EnrolForm(forms.Form):
    """How to call the person, and (optional) the work unit and what one is good at."""

    name = forms.CharField(
        label=_("怎么称呼您"), max_length=20, widget=forms.TextInput({"autocomplete": "nickname"})
    )
    unit = forms.CharField(
        label=_("工作单位"), max_length=120, required=False,
        widget=forms.TextInput(
            {
                "list": "find-unit", "autocomplete": "off", "hx-get": "/me/service/units/",
                "hx-trigger": "input changed delay:300ms", "hx-target": "#find-unit",
            }
        ),
    )  # fmt: skip
    skills = forms.MultipleChoiceField(
        label=_("特长"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["skills"].choices = list(skill_names().items())  # type: ignore[attr-defined]
