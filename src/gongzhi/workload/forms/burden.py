"""The form by which a burden is recorded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..burden import BASIS_MOST, KINDS, NAME_MOST, YEAR_MOST


class BurdenForm(forms.Form):
    """One line: whose, what, who asks, on which basis."""

    body = forms.ChoiceField(label=_("哪个社区"))
    kind = forms.ChoiceField(label=_("是什么"), choices=list(KINDS.items()))
    name = forms.CharField(label=_("名称"), max_length=NAME_MOST)
    asked_by = forms.CharField(
        label=_("谁要求的"), max_length=NAME_MOST,
        help_text=_("写部门的名称，那个部门也能看到这一项"),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("依据"), max_length=BASIS_MOST, required=False,
        help_text=_("文件名称和文号；没有就空着，会照实显示“没有依据”"),
    )  # fmt: skip
    a_year = forms.IntegerField(
        label=_("一年几次"), min_value=1, max_value=YEAR_MOST, required=False,
        help_text=_("会议、台账和表格填，牌子不用填"),
    )  # fmt: skip
    since = forms.DateField(
        label=_("从哪天起"), required=False, help_text=_("不填就是今天"),
        widget=forms.DateInput({"type": "date"}),
    )  # fmt: skip

    def __init__(self, bodies: list[tuple[str, str]], asking: str, *args: Any, **more: Any) -> None:
        """`asking` is the department that records for itself; "" where it has to be said."""
        super().__init__(*args, **more)
        if asking:
            self.fields["asked_by"].initial = asking
            self.fields["asked_by"].disabled = True
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
