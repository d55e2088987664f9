"""What residents fill in. Field names are those of the page and of the `report` island."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.geometry import is_place

from ..selectors.resident_catalogue import choice_by_code


def phone_field(**extra: Any) -> forms.CharField:
    """Eleven digits; spaces and +86 are taken out."""
    attrs = {"inputmode": "tel", "autocomplete": "tel", "maxlength": "20"}
    return forms.CharField(
        label=_("手机号"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", **attrs}),
        error_messages={"required": _("请填写手机号，好把结果告诉您。")},
        **extra,
    )


def code_field(**extra: Any) -> forms.CharField:
    attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "pattern": "[0-9]*"}
    return forms.CharField(
        label=_("验证码"),
        max_length=8,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": _("请填写短信里的验证码。")},
        **extra,
    )


class WithPhone(forms.Form):
    """Cleans `phone` in any form that has one."""

    def clean_phone(self) -> str:
        phone = self.cleaned_data.get("phone") or ""
        if not phone:
            return ""
        try:
            return clean_phone(phone)
        except Invalid as error:
            raise forms.ValidationError(str(error.message)) from None


class ReportForm(WithPhone):
    """The three screens of a report, posted together. `photos` is counted by the view."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": _("文字太长，请控制在2000字以内。")},
    )
    category = forms.CharField(max_length=20, required=False)
    lon = forms.FloatField(required=False)
    lat = forms.FloatField(required=False)
    address = forms.CharField(max_length=160, required=False)
    area = forms.CharField(max_length=20, required=False)
    phone = phone_field(required=False)
    code = code_field(required=False)
    public = forms.BooleanField(required=False)
    hide_name = forms.BooleanField(required=False)
    supports = forms.CharField(max_length=24, required=False)

    def __init__(self, *args: Any, photos: int = 0, signed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photos = photos
        self.signed_in = signed_in

    def clean_category(self) -> str:
        code = self.cleaned_data.get("category") or ""
        if code and choice_by_code(code) is None:
            raise forms.ValidationError(_("没有这个类别，请从列表里选。"))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.signed_in and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("请填写手机号，好把结果告诉您。"))
        if data.get("supports"):
            return data
        if not (data.get("text") or "").strip() and not self.photos and "text" not in self.errors:
            self.add_error("text", _("请写一句话，或者拍一张照片。"))
        self._check_place(data)
        return data

    def _check_place(self, data: dict[str, Any]) -> None:
        lon, lat = data.get("lon"), data.get("lat")
        if (lon is None) != (lat is None) or (
            lon is not None and lat is not None and not is_place(lon, lat)
        ):
            self.add_error("address", _("位置不对，请重新选一下地点。"))
        elif lon is None and not data.get("area") and not (data.get("address") or "").strip():
            self.add_error("address", _("请告诉我们在哪里：点地图、选小区或写地址都行。"))


class PhoneForm(WithPhone):
    """Asks for the phone to which a code goes."""

    phone = phone_field()


class CodeForm(WithPhone):
    """A phone and the code that was sent to it."""

    phone = phone_field()
    code = code_field()


class LookupForm(PhoneForm):
    """A number and the phone with which it was reported."""

    number = forms.CharField(
        label=_("受理编号"),
        max_length=24,
        error_messages={"required": _("请填写受理编号，短信里有。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    field_order = ("number", "phone")

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split()).upper()


class SupplementForm(forms.Form):
    """More about a report; photos come beside it."""

    note = forms.CharField(
        label=_("补充说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, photos: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photos = photos

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("note") or "").strip() and not self.photos:
            self.add_error("note", _("请写一句话，或者拍一张照片。"))
        return data


class RateForm(forms.Form):
    """Solved or not; then how satisfied and a word, or what is not solved."""

    SATISFACTION = ((3, _("满意")), (2, _("基本满意")), (1, _("不满意")))

    solved = forms.TypedChoiceField(
        choices=(("1", _("解决了")), ("0", _("没解决"))),
        coerce=lambda value: value == "1",
        error_messages={"required": _("请先选“解决了”或“没解决”。")},
    )
    satisfaction = forms.TypedChoiceField(
        choices=SATISFACTION, coerce=int, required=False, empty_value=None
    )
    comment = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("solved") is False and not (data.get("comment") or "").strip():
            self.add_error("comment", _("请写一下哪里没解决，好让人知道该办什么。"))
        if (
            data.get("solved")
            and not data.get("satisfaction")
            and "satisfaction" not in self.errors
        ):
            self.add_error("satisfaction", _("请在满意、基本满意、不满意里选一个。"))
        return data


class NameForm(forms.Form):
    """How those who handle a report may call the resident; empty takes the name away."""

    name = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
