"""What may be recorded on a body's page: each form hands its values to one service."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.config import kind_names, kinds_of
from gongzhi.orgs.models import Membership, Pairing, Responsibility
from gongzhi.orgs.models.posts import Post
from gongzhi.orgs.services.add_membership import add_membership
from gongzhi.orgs.services.add_pairing import add_pairing
from gongzhi.orgs.services.assign_responsibility import assign_responsibility
from gongzhi.orgs.services.close_temporary import close_temporary
from gongzhi.orgs.services.count_members import count_members
from gongzhi.orgs.services.fill_post import fill_post
from gongzhi.orgs.services.open_temporary import open_temporary
from gongzhi.orgs.services.recommend_cross import recommend_cross
from gongzhi.orgs.services.start_programme import start_programme

from .fields import AreaField, BodyField, NameField, basis_field, day_field, until_field

Text = str | Promise


class RecordForm(forms.Form):
    """A form about one body; `record` calls the service, whose errors name the fields here."""

    title: ClassVar[Text] = ""
    button: ClassVar[Text] = ""
    hint: ClassVar[Text] = ""
    kinds: ClassVar[dict[str, str]] = {}  # field → group of kinds that it suggests

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, NameField):
                field.attach(name, self.kinds.get(name, ""))

    @property
    def done(self) -> Text:
        """What the sentence afterwards says was recorded."""
        return self.button

    def record(self, actor: Actor, code: str) -> object:
        """Write it down; raises the errors of the service."""
        raise NotImplementedError


class MembershipForm(RecordForm):
    title, button = _("加一个成员单位"), _("加为成员")
    hint = _("代表的姓名只有本范围的党建岗位看得到。")
    member = BodyField(label=_("成员单位"))
    role = forms.ChoiceField(label=_("成员身份"), choices=Membership.Role.choices, initial="member")
    representative = forms.CharField(label=_("代表"), max_length=40, required=False)
    post_title = forms.CharField(label=_("代表的职务"), max_length=60, required=False)
    since = day_field(_("从哪天起"))
    until = until_field()
    basis = basis_field()

    def record(self, actor: Actor, code: str) -> object:
        return add_membership(actor=actor, body=code, **self.cleaned_data)


class PostForm(RecordForm):
    title, button = _("登记任职"), _("登记任职")
    hint = _("只登记职务和任职人，不登记党员名单。")
    post = forms.ChoiceField(label=_("职务"), choices=Post.choices)
    holder_name = forms.CharField(label=_("任职人"), max_length=40)
    since = day_field(_("从哪天起"))
    until = until_field()
    basis = basis_field()

    def record(self, actor: Actor, code: str) -> object:
        return fill_post(actor=actor, body=code, **self.cleaned_data)


class CrossForm(RecordForm):
    title, button = _("推荐交叉任职"), _("记下推荐")
    hint = _("三步：党组织推荐、会议同意、选举或聘任。走完三步才算任职。")
    person_name = forms.CharField(label=_("被推荐人"), max_length=40)
    from_body = BodyField(label=_("来自哪个单位"))
    from_post = forms.ChoiceField(
        label=_("在那里的职务"), choices=[("", "—"), *Post.choices], required=False
    )
    to_post = forms.ChoiceField(label=_("到这里任什么职务"), choices=Post.choices)
    on = day_field(_("推荐日期"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def record(self, actor: Actor, code: str) -> object:
        return recommend_cross(actor=actor, to_body=code, **self.cleaned_data)


class PairingForm(RecordForm):
    title, button = _("登记结对"), _("登记结对")
    kind = forms.ChoiceField(label=_("种类"), choices=Pairing.Kind.choices)
    from_body = BodyField(label=_("领导所在单位或包保单位"))
    leader_name = forms.CharField(
        label=_("联系领导"), max_length=40, required=False, help_text=_("领导联系社区时必填")
    )
    post_title = forms.CharField(label=_("领导职务"), max_length=60, required=False)
    since = day_field(_("从哪天起"))
    until = until_field()
    basis = basis_field()

    def record(self, actor: Actor, code: str) -> object:
        return add_pairing(actor=actor, community=code, **self.cleaned_data)


class ResponsibilityForm(RecordForm):
    title, button = _("落实责任"), _("落实责任")
    hint = _(
        "包区落实到社区，联网落实到网格；挂户在这里记整个楼栋或小区；落实到哪一户，在“基础数据—挂户责任”里。"
    )
    kind = forms.ChoiceField(label=_("关系"), choices=Responsibility.Kind.choices)
    area = AreaField(label=_("区域或网格"))
    person_name = forms.CharField(label=_("责任人"), max_length=40, required=False)
    since = day_field(_("从哪天起"))
    until = until_field()
    basis = basis_field()

    def record(self, actor: Actor, code: str) -> object:
        return assign_responsibility(actor=actor, body=code, **self.cleaned_data)


class TemporaryForm(RecordForm):
    title, button = _("成立临时党组织"), _("成立")
    hint = _("党员的组织关系不动，只按所在单位登记人数。")
    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("种类"))
    reason = forms.CharField(label=_("成立的原因"), max_length=200)
    on = day_field(_("成立日期"))
    basis = basis_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = kind_names()
        choices = [(kind, names.get(kind, kind)) for kind in reversed(kinds_of("temporary"))]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def record(self, actor: Actor, code: str) -> object:
        return open_temporary(actor=actor, parent=code, **self.cleaned_data)


class CountsForm(RecordForm):
    title, button = _("登记人数"), _("登记人数")
    hint = _("只记每个单位有几人，不记是谁；返乡、没有本地单位的，单位留空。")
    home = BodyField(label=_("党员所在单位"), required=False)
    in_service = forms.IntegerField(
        label=_("在职党员（人）"), min_value=0, max_value=99999, initial=0
    )
    returned = forms.IntegerField(
        label=_("返乡党员（人）"), min_value=0, max_value=99999, initial=0
    )
    since = day_field(_("从哪天起"))

    def record(self, actor: Actor, code: str) -> object:
        return count_members(actor=actor, branch=code, **self.cleaned_data)


class CloseForm(RecordForm):
    title, button = _("撤销临时党组织"), _("撤销")
    hint = _("撤销那天，里面的成员、任职和责任一起结束；党员回原组织。")
    on = day_field(_("撤销日期"))
    why = forms.CharField(label=_("撤销的原因"), max_length=200)

    def record(self, actor: Actor, code: str) -> object:
        return close_temporary(actor=actor, branch=code, **self.cleaned_data)


class ProgrammeForm(RecordForm):
    title, button = _("登记专项工作"), _("登记")
    name = forms.CharField(label=_("名称"), max_length=120)
    basis = basis_field(required=True)
    starts_on = day_field(_("从哪天起"))
    ends_on = day_field(_("到哪天为止"), required=False)
    tasks = forms.CharField(
        label=_("任务（一行一项）"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )

    def record(self, actor: Actor, code: str) -> object:
        values = self.cleaned_data | {"tasks": self.cleaned_data["tasks"].splitlines()}
        return start_programme(actor=actor, group=code, **values)


FORMS: dict[str, type[RecordForm]] = {
    "membership": MembershipForm,
    "post": PostForm,
    "cross": CrossForm,
    "pairing": PairingForm,
    "responsibility": ResponsibilityForm,
    "temporary": TemporaryForm,
    "counts": CountsForm,
    "close": CloseForm,
    "programme": ProgrammeForm,
}
