"""Forms of the desk: units at communities, a unit's list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.forms.fields import BodyField, basis_field, day_field, until_field
from gongzhi.volunteering.config import volunteer_settings


class UnitForm(forms.Form):
    """A unit checks in at a community."""

    unit = BodyField(label=_("哪家单位"))
    community = BodyField(label=_("哪个社区"))
    since = day_field(_("从哪天起"))
    until = until_field()
    contact = forms.CharField(label=_("联络员"), max_length=40, required=False)
    contact_phone = forms.CharField(
        label=_("联络电话"), max_length=40, required=False, help_text=_("写办公电话")
    )
    basis = basis_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].attach("unit", ",".join(volunteer_settings().unit_kinds))  # type: ignore[attr-defined]
        self.fields["community"].attach("community", "community")  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """A unit's list."""

    file = forms.FileField(
        label=_("名单文件"), help_text=_("两列：手机号、报到社区（名称或编码）。.xlsx 或 CSV。"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )  # fmt: skip
