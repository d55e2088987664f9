"""Forms that end a body or take it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.services.delete_body import delete_body
from gongzhi.orgs.services.end_body import end_body

from .fields import BodyField
from .recording import RecordForm


class EndBodyForm(RecordForm):
    title, button = _("撤并这个单位"), _("撤并，由它接续")
    successor = BodyField(
        label=_("由哪个单位接续"), help_text=_("同一类单位，从今天起接过上面列的全部内容。")
    )
    why = forms.CharField(label=_("依据和原因"), max_length=200)
    sure = forms.BooleanField(label=_("撤并后不能退回，我看过了要交接的内容"))

    def record(self, actor: Actor, code: str) -> object:
        values = {name: self.cleaned_data[name] for name in ("successor", "why")}
        return end_body(actor=actor, code=code, **values)


class DeleteBodyForm(RecordForm):
    title, button = _("删除登记错的单位"), _("删除")
    hint = _("只能删除在这里登记、名下什么都没有的单位；用过的请办撤并或撤销。")
    sure = forms.BooleanField(label=_("这个单位登记错了，要删除"))

    def record(self, actor: Actor, code: str) -> Any:
        return delete_body(actor=actor, code=code)
