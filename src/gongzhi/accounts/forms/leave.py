"""The form by which somebody enters their own leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.forms.office import StandInForm
from gongzhi.accounts.models import User


class LeaveForm(StandInForm):
    """As the office's form, with colleagues to choose from instead of any account."""

    deputy = forms.ChoiceField(  # type: ignore[assignment]
        label=_("代理人"), required=False,
        help_text=_("本单位的同事。这个岗位只有您一个人时，请假必须有代理人。"),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(user.pk): user for user in colleagues}
        names = [(key, f"{user.name} {user.username}") for key, user in self.colleagues.items()]
        self.fields["deputy"].choices = [("", gettext("不要代理人")), *names]  # type: ignore[attr-defined]

    def clean_deputy(self) -> User | None:
        chosen = self.cleaned_data["deputy"]
        if not chosen:
            return None
        if chosen not in self.colleagues:
            raise ValidationError(gettext("没有找到这个账号，请从提示里选。"))
        return self.colleagues[chosen]
