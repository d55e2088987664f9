"""Forms of the pages of users: what is typed becomes rows; the services judge it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.models import User
from gongzhi.accounts.reading.users import body_named, user_named
from gongzhi.accounts.roles import role_names
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.areas.models import Area
from gongzhi.areas.selectors import area_by_code
from gongzhi.kernel import clock
from gongzhi.orgs.models import Body

_BODIES = {"list": "body-names", "autocomplete": "off", "data-suggest-from": "/desk/users/bodies/",
           "hx-get": "/desk/users/bodies/", "hx-trigger": "input changed delay:250ms",
           "hx-target": "#body-names", "hx-swap": "innerHTML"}  # fmt: skip
_PEOPLE = {"list": "people-names", "autocomplete": "off", "hx-get": "/desk/users/people/",
           "hx-trigger": "input changed delay:250ms", "hx-target": "#people-names",
           "hx-swap": "innerHTML"}  # fmt: skip


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期。"), "invalid": _("日期要写成 2026-01-31。")},
    )


class UserForm(forms.Form):
    """An account."""

    username = forms.CharField(
        label=_("账号"), max_length=40,
        help_text=_("登录用，3到40位小写字母、数字或 . _ -，建好后不改。"),
        error_messages={"required": _("请填写账号。")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("姓名"), max_length=40, error_messages={"required": _("请填写姓名。")}
    )
    phone = forms.CharField(
        label=_("手机号"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    employee_number = forms.CharField(label=_("工号"), max_length=40, required=False)


class EditUserForm(UserForm):
    """The same without the name to log in with."""

    username = None  # type: ignore[assignment]


class PostingForm(forms.Form):
    """A role at a body, maybe for an area, from a day to a day."""

    role = forms.ChoiceField(label=_("岗位"), error_messages={"required": _("请选择岗位。")})
    body = forms.CharField(
        label=_("单位"), max_length=160, help_text=_("写编码或名称，输入几个字会有提示。"),
        error_messages={"required": _("请写单位的编码或名称。")},
        widget=forms.TextInput(attrs=_BODIES),
    )  # fmt: skip
    area = forms.CharField(
        label=_("区域编码"), max_length=20, required=False,
        help_text=_("不填就是单位负责的全部区域。"),
    )  # fmt: skip
    since = _day(_("从哪天起"))
    last = _day(_("到哪天止"), required=False, help_text=_("含当天；不填就是长期。"))
    reason = forms.CharField(
        label=_("理由"), max_length=200, required=False,
        help_text=_("设立系统、安全、审计管理员必填，由安全管理员批准。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = role_names()
        ordinary = [(key, name) for key, name in names.items() if key not in ADMIN_ROLES]
        admins = [(key, name) for key, name in names.items() if key in ADMIN_ROLES]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", gettext("请选择")), (gettext("一般岗位"), ordinary), (gettext("须安全管理员批准"), admins),
        ]  # fmt: skip
        self.fields["since"].initial = clock.today()

    def clean_body(self) -> Body:
        found = body_named(self.cleaned_data["body"])
        if found is None:
            raise ValidationError(gettext("没有找到这个单位，请从提示里选，或写单位编码。"))
        return found

    def clean_area(self) -> Area | None:
        code = self.cleaned_data["area"].strip().split(" ")[0]
        if not code:
            return None
        area = area_by_code(code)
        if area is None:
            raise ValidationError(gettext("没有这个区域编码。"))
        return Area.objects.get(pk=area.id)

    def clean_last(self) -> Any:
        last = self.cleaned_data.get("last")
        return last + timedelta(days=1) if last else None


def _person(text: str) -> User | None:
    found = user_named(text)
    if text.strip() and found is None:
        raise ValidationError(gettext("没有找到这个账号，请从提示里选。"))
    return found


class HandOverForm(forms.Form):
    """When a posting ends, and who gets its work."""

    last = _day(_("做到哪天（含当天）"), required=False, help_text=_("不填就是马上结束。"))
    successor = forms.CharField(
        label=_("谁接手"), max_length=100, required=False,
        help_text=_("同一单位的人，写账号；不填就交给本单位负责人。"),
        widget=forms.TextInput(attrs=_PEOPLE),
    )  # fmt: skip
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)

    def clean_successor(self) -> User | None:
        return _person(self.cleaned_data["successor"])

    def clean_last(self) -> Any:
        last = self.cleaned_data.get("last")
        return last + timedelta(days=1) if last else None


class StandInForm(forms.Form):
    """A deputy, or leave."""

    kind = forms.ChoiceField(
        label=_("办什么"), choices=[("leave", _("请假")), ("deputy", _("代理（本人照常上班）"))],
        widget=forms.RadioSelect, initial="leave",
    )  # fmt: skip
    since = _day(_("从哪天起"))
    last = _day(_("到哪天止"), help_text=_("含当天，到期自动恢复。"))
    deputy = forms.CharField(
        label=_("代理人"), max_length=100, required=False,
        help_text=_("写账号。独一份的岗位请假必须有代理人。"),
        widget=forms.TextInput(attrs=_PEOPLE),
    )  # fmt: skip

    def clean_deputy(self) -> User | None:
        return _person(self.cleaned_data["deputy"])

    def clean_last(self) -> Any:
        return self.cleaned_data["last"] + timedelta(days=1)


class FileForm(forms.Form):
    """A table of people."""

    file = forms.FileField(
        label=_("表格"), help_text=_("Excel 或 CSV，每行一个岗位。"),
        error_messages={"required": _("请选择文件。")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )  # fmt: skip


class KeyForm(forms.Form):
    """A program's key."""

    name = forms.CharField(
        label=_("用途"), max_length=80, error_messages={"required": _("请写明用途。")}
    )
    user = forms.CharField(
        label=_("按谁的岗位办"), max_length=100,
        error_messages={"required": _("请填写账号。")},
        widget=forms.TextInput(attrs=_PEOPLE),
    )  # fmt: skip

    def clean_user(self) -> User:
        found = _person(self.cleaned_data["user"])
        if found is None:
            raise ValidationError(gettext("没有找到这个账号，请从提示里选。"))
        return found
