"""Forms of the bank."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class _Tap(forms.Form):
    """Carries the key that keeps a double tap single."""

    tap = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        more["initial"] = {"tap": uuid.uuid4(), **(more.get("initial") or {})}
        super().__init__(*args, **more)


class RedeemForm(_Tap):
    """One item of the list."""

    item = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    quantity = forms.IntegerField(label=_("几件"), min_value=1, max_value=99, initial=1)


class GiveForm(_Tap):
    """An item over the counter."""

    item = forms.TypedChoiceField(label=_("给什么"), coerce=int)
    quantity = forms.IntegerField(label=_("几件"), min_value=1, max_value=99, initial=1)

    def __init__(self, items: list[tuple[int, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"].choices = items  # type: ignore[attr-defined]


class DonateForm(_Tap):
    """Points for a fund."""

    fund = forms.TypedChoiceField(label=_("捐给"), coerce=int)
    points = forms.IntegerField(label=_("捐多少分"), min_value=1, max_value=1_000_000)

    def __init__(self, funds: list[tuple[int, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["fund"].choices = funds  # type: ignore[attr-defined]


class PhoneForm(forms.Form):
    """Whose account."""

    phone = forms.CharField(
        label=_("手机号"), max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code with which something is collected."""

    code = forms.CharField(
        label=_("领取码"), max_length=6,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class ItemForm(forms.Form):
    """Something new on the shelf."""

    name = forms.CharField(label=_("名称"), max_length=40)
    points = forms.IntegerField(label=_("每件多少分"), min_value=1, max_value=100_000)
    stock = forms.IntegerField(label=_("有几件"), min_value=0, max_value=100_000)
    about = forms.CharField(label=_("说明"), max_length=200, required=False)


class FundForm(forms.Form):
    """A need that points are gathered for."""

    title = forms.CharField(
        label=_("名称"), max_length=40, help_text=_("不写哪一家、哪个人")
    )  # fmt: skip
    text = forms.CharField(label=_("说明"), max_length=200, required=False)
