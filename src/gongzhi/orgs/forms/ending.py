"""Forms that end a body or take it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.services.delete_body import delete_body
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import take_back_ending

from .fields import BodyField
from .recording import RecordForm


class EndBodyForm(RecordForm):
    title, button = _("撤并这个单位"), _("撤并，由它接续")
    successor = BodyField(
        label=_("由哪个单位接续"), help_text=_("同一类单位，从今天起接过上面列的全部内容。")
    )
    why = forms.CharField(label=_("依据和原因"), max_length=200)
    sure = forms.BooleanField(label=_("我看过了要交接的内容（撤并后30天内可以撤回）"))

    def record(self, actor: Actor, code: str) -> object:
        values = {name: self.cleaned_data[name] for name in ("successor", "why")}
        return end_body(actor=actor, code=code, **values)


class TakeBackForm(RecordForm):
    title, button = _("撤回撤并"), _("撤回，恢复这个单位")
    hint = _("撤并以后已经办结的工单、已经结束的岗位不变；其余的回到原来的样子。")
    why = forms.CharField(label=_("依据和原因"), max_length=200)

    def record(self, actor: Actor, code: str) -> object:
        return take_back_ending(actor=actor, code=code, why=self.cleaned_data["why"])


class DeleteBodyForm(RecordForm):
    title, button = _("删除登记错的单位"), _("删除")
    hint = _("只能删除在这里登记、名下什么都没有的单位；用过的请办撤并或撤销。")
    sure = forms.BooleanField(label=_("这个单位登记错了，要删除"))

    def record(self, actor: Actor, code: str) -> Any:
        return delete_body(actor=actor, code=code)
