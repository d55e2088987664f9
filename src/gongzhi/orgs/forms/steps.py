"""Forms about a row that is there: end it, or take its next step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.models import CrossAppointment, Membership
from gongzhi.orgs.services.advance_cross import agree_cross, appoint_cross, drop_cross
from gongzhi.orgs.services.correct_membership import correct_membership
from gongzhi.orgs.services.end_row import end_row
from gongzhi.orgs.services.remove_row import remove_row
from gongzhi.orgs.services.strike_membership import strike_membership

from .fields import basis_field, day_field, until_field
from .recording import RecordForm, Text


class EndForm(RecordForm):
    title, button = _("结束这一项"), _("结束")
    hint = _("记录会留作历史，不会删掉。")
    on = day_field(_("从哪天起不再有效"))
    mistake = forms.BooleanField(
        label=_("登记错了，直接删除（只限当天登记的，不留记录）"), required=False
    )

    def __init__(
        self, *args: Any, what: str = "", row_id: int = 0, fresh: bool = False, **kwargs: Any
    ) -> None:
        """`fresh`: it was recorded today, so it may also go."""
        super().__init__(*args, **kwargs)
        self.what, self.row_id = what, row_id
        if not fresh:
            del self.fields["mistake"]

    @property
    def done(self) -> Text:
        """Ended, or gone."""
        return _("删除") if self.cleaned_data.get("mistake") else self.button

    def record(self, actor: Actor, code: str) -> object:
        if self.cleaned_data.get("mistake"):
            remove_row(actor=actor, what=self.what, row_id=self.row_id)
            return None
        on = self.cleaned_data["on"]
        return end_row(actor=actor, what=self.what, row_id=self.row_id, on=on)


class CorrectForm(RecordForm):
    title, button = _("更正成员关系"), _("更正")
    hint = _("改的是登记错的内容；换届、退出请办“结束”再重新登记。更正前的内容和理由会留下。")
    role = forms.ChoiceField(label=_("成员身份"), choices=Membership.Role.choices)
    representative = forms.CharField(label=_("代表"), max_length=40, required=False)
    post_title = forms.CharField(label=_("代表的职务"), max_length=60, required=False)
    since = day_field(_("从哪天起"))
    until = until_field()
    basis = basis_field()
    strike = forms.BooleanField(label=_("从来没有这回事，整条撤销"), required=False)
    why = forms.CharField(label=_("为什么更正"), max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row_id: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_id = row_id

    @property
    def done(self) -> Text:
        """Put right, or struck."""
        return _("撤销") if self.cleaned_data.get("strike") else self.button

    def record(self, actor: Actor, code: str) -> object:
        values = dict(self.cleaned_data)
        if values.pop("strike"):
            values = {name: values[name] for name in ("seen", "why")}
            strike_membership(actor=actor, row_id=self.row_id, **values)
            return None
        return correct_membership(actor=actor, row_id=self.row_id, **values)


class CrossStepForm(RecordForm):
    """A step of a cross-appointment."""

    def __init__(self, *args: Any, what: str = "", row_id: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what, self.row_id = what, row_id


class AgreeForm(CrossStepForm):
    title, button = _("会议同意"), _("记下会议同意")
    on = day_field(_("会议日期"))
    meeting = forms.CharField(label=_("哪次会议"), max_length=80)

    def record(self, actor: Actor, code: str) -> object:
        return agree_cross(actor=actor, cross_id=self.row_id, **self.cleaned_data)


class AppointForm(CrossStepForm):
    title, button = _("选举或聘任"), _("记下任职")
    hint = _("业主委员会由业主选举，物业项目由企业聘任；没有文号或备案号不能记为任职。")
    on = day_field(_("任职日期"))
    how = forms.ChoiceField(label=_("怎样产生"), choices=CrossAppointment.How.choices)
    basis = basis_field(required=True)
    until = until_field()

    def record(self, actor: Actor, code: str) -> object:
        return appoint_cross(actor=actor, cross_id=self.row_id, **self.cleaned_data)


class DropForm(CrossStepForm):
    title, button = _("没有通过"), _("记下没有通过")
    on = day_field(_("日期"))
    why = forms.CharField(label=_("原因"), max_length=200)

    def record(self, actor: Actor, code: str) -> object:
        return drop_cross(actor=actor, cross_id=self.row_id, **self.cleaned_data)


STEPS: dict[str, type[CrossStepForm]] = {
    "agree": AgreeForm,
    "appoint": AppointForm,
    "drop": DropForm,
}
