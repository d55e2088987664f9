"""Forms of logging in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.actor import postings_of
from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid


class StaffLoginForm(AuthenticationForm):
    """Name and password; one sentence for every way of being wrong."""

    error_messages = {
        "invalid_login": _("账号或密码不对，请重试。"),
        "inactive": _("账号或密码不对，请重试。"),
        "no_posting": _("您的账号目前没有岗位，请联系本单位的系统管理员。"),
        "stale": _("临时密码过了14天没有用，已经作废，请系统管理员重发。"),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        for name, label in (("username", _("账号")), ("password", _("密码"))):
            field = self.fields[name]
            field.label = label
            field.error_messages["required"] = _("请填写%(label)s。") % {"label": label}
        self.fields["username"].widget.attrs["autocapitalize"] = "none"

    def clean_username(self) -> str:
        """Names are lower case, however a phone's keyboard began them."""
        return str(self.cleaned_data["username"]).strip().lower()

    def confirm_login_allowed(self, user: Any) -> None:
        """Someone without a posting could see nothing: said here, after the right password."""
        super().confirm_login_allowed(user)
        if not postings_of(user_id=user.pk):
            raise ValidationError(self.error_messages["no_posting"], code="no_posting")
        if user.temporary_until is not None and user.temporary_until <= clock.now():
            raise ValidationError(self.error_messages["stale"], code="stale")


class PhoneForm(forms.Form):
    """Asks for a code."""

    phone = forms.CharField(
        label=_("手机号"),
        max_length=20,
        error_messages={"required": _("请填写手机号。")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """Eleven digits."""
        try:
            return clean_phone(self.cleaned_data["phone"])
        except Invalid as error:
            raise ValidationError(str(error)) from None


class CodeForm(PhoneForm):
    """Phone and the code that was sent to it."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=12,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "6"}
        ),
    )


class FactorForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        error_messages={"required": _("请填写验证码。")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )


class NewPasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    new = forms.CharField(
        label=_("新密码"),
        max_length=128,
        strip=False,
        error_messages={"required": _("请填写新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        max_length=128,
        strip=False,
        error_messages={"required": _("请再输一次新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ChangePasswordForm(NewPasswordForm):
    """The same, with the old one."""

    old = forms.CharField(
        label=_("原密码"),
        max_length=128,
        strip=False,
        error_messages={"required": _("请填写原密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old", "new", "again")
