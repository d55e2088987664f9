"""Forms of the desk. The fields of an action's form are those that the process says it needs."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.web.words import headed, joined

from .. import answers
from ..models import Order
from ..policies import ActionView
from ..routing import guard_lead, propose
from ..selectors.desk import options
from ..settings import order_settings
from ..spec import spec_of

PHOTO_ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"
PHOTO_BYTES = 20 * 1024 * 1024
ENTER_SOURCES = ("hotline", "window", "visit", "meeting", "leader")
# Actions whose words the reporter reads as the result, so they are judged as an answer.
ANSWERS = frozenset({"finish", "answer"})


class PhotosInput(forms.ClearableFileInput):
    """Several photos at once, without the "currently" of a stored file."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": PHOTO_ACCEPT, "multiple": True})


class PhotosField(forms.FileField):
    """A list of the bytes of the photos chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PhotosInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [file for file in (data or []) if file]
        if self.required and not files:
            raise forms.ValidationError(_("请拍一张办完以后的照片。"))
        if len(files) > order_settings().photos_max:
            raise forms.ValidationError(
                _("照片最多%(max)d张。") % {"max": order_settings().photos_max}
            )
        for file in files:
            if file.size > PHOTO_BYTES:
                raise forms.ValidationError(_("照片太大，每张不超过20兆。"))
        return [file.read() for file in files]


class LeadSelect(forms.Select):
    """Bodies by kind; those that the guard refuses stand there grey, with the reason."""

    refused: dict[str, str] = {}

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, label, *args, **kwargs)
        reason = self.refused.get(str(value))
        if reason:
            option["attrs"] |= {"disabled": True, "title": reason}
            option["label"] = _("%(body)s（不能主办）") % {"body": option["label"]}
        return option


class ActionForm(forms.Form):
    """The form of one action on one order. `payload()` and `photos()` are what services want."""

    def __init__(self, view: ActionView, order: Order, *, data: Any = None, files: Any = None):
        super().__init__(data, files, prefix=None, auto_id=f"id_{view.key}_%s")
        self.view, self.order = view, order
        self.use_required_attribute = True
        effects = spec_of(order.process_id).actions[view.key].effects
        for need in view.needs:
            self._add(need)
        if "set_category" in effects:
            self._add_limit()
        if "set_lead" in effects and "reason" not in self.fields:
            self.fields["reason"] = _words(_("理由"), required=False, rows=2)
            self.fields["reason"].help_text = _("和清单建议的单位不一样时必填。")
        if "write_ruling" in effects:
            self.fields["write"] = forms.BooleanField(
                label=_("写入清单：这个区域的这一类下次照此派"), required=False
            )
        if "finish" in effects and "after_photo" not in view.needs:
            self.fields["after_photo"] = PhotosField(label=_("处置后照片"), required=False)

    def _add(self, need: str) -> None:
        maker = getattr(self, f"_need_{need}", None)
        if maker is not None:
            self.fields[need] = maker()

    def _need_reason(self) -> forms.Field:
        danger = self.view.tone == "danger"
        field = _words(_("理由"), rows=3)
        if danger:
            field.help_text = _("写具体：哪里不对、该归谁。诉求人能看到。")
        return field

    def _need_note(self) -> forms.Field:
        return _words(_("内容"), rows=3)

    def _need_result(self) -> forms.Field:
        return _words(_("办理结果"), rows=6, most=2000)

    def _need_body(self) -> forms.Field:
        groups = options.body_groups()
        choices = [("", _("请选择")), *groups]
        field = forms.ChoiceField(label=_("主办单位"), choices=choices)
        widget = LeadSelect(choices=choices)
        widget.refused = refused_leads(self.order, groups)
        field.widget = widget
        proposal = propose(self.order.category, self.order.area_path)
        gave_back = self.order.returns and proposal.lead is not None
        if proposal.lead is not None and not (
            gave_back and proposal.lead.id == self.order.lead_body_id
        ):
            field.initial = proposal.lead.code
        return field

    def _need_bodies(self) -> forms.Field:
        choices = [
            (kind, [c for c in bodies if not self._leads(c[0])])
            for kind, bodies in options.body_groups()
        ]
        field = forms.MultipleChoiceField(label=_("协办单位"), choices=choices)
        field.widget.attrs["size"] = 8
        field.help_text = _("按住 Ctrl 可选多家。协办向主办反馈，时限仍由主办负责。")
        return field

    def _leads(self, code: str) -> bool:
        from gongzhi.orgs import selectors as orgs

        body = orgs.body_by_code(code)
        return body is not None and body.id == self.order.lead_body_id

    def _need_person(self) -> forms.Field:
        people = options.people_choices(self.order)
        return forms.ChoiceField(label=_("经办人"), choices=[("", _("请选择")), *people])

    def _need_category(self) -> forms.Field:
        field = forms.ChoiceField(
            label=_("类别"), choices=[("", _("请选择")), *options.item_groups()]
        )
        if self.order.category is not None:
            field.initial = self.order.category.code
        return field

    def _add_limit(self) -> None:
        choices = options.limit_choices(self.order.category)
        if len(choices) > 1:
            field = forms.ChoiceField(
                label=_("情形与时限"), choices=choices, required=False, widget=forms.RadioSelect
            )
            field.initial = self.order.limit.condition_key if self.order.limit else choices[0][0]
            field.help_text = _("改了类别时，按新类别的第一种情形计。")
            self.fields["limit"] = field

    def _need_answer_on(self) -> forms.Field:
        today = clock.today()
        latest = today + timedelta(days=order_settings().suspend_days_max)
        bounds = {"min": (today + timedelta(days=1)).isoformat(), "max": latest.isoformat()}
        return forms.DateField(
            label=_("下次答复日期"), widget=forms.DateInput(attrs={"type": "date", **bounds})
        )

    def _need_into(self) -> forms.Field:
        field = forms.CharField(label=_("并入哪一件（工单编号）"), max_length=24)
        field.help_text = _("两件的诉求人和附议人都能继续跟进和评价。")
        return field

    def _need_after_photo(self) -> forms.Field:
        return PhotosField(label=_("处置后照片"))

    # --- what was filled in ---------------------------------------------------------------

    def clean_result(self) -> str:
        text = str(self.cleaned_data["result"])
        if self.view.key not in ANSWERS:
            return text
        problem = refusal_words(answers.judge(text))
        if problem:
            raise forms.ValidationError(problem)
        return text

    def payload(self) -> dict[str, Any]:
        """As services/act wants it."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "after_photo"}
        if values.get("answer_on"):
            values["answer_on"] = values["answer_on"].isoformat()
        category = self.order.category.code if self.order.category else ""
        if values.get("category") != category:
            values.pop("limit", None)
        return {k: v for k, v in values.items() if v not in (None, "", [], False)}

    def photos(self) -> list[bytes]:
        return list(self.cleaned_data.get("after_photo") or [])


def _words(label: str, *, required: bool = True, rows: int = 3, most: int = 500) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def refused_leads(order: Order, groups: list[tuple[str, list[options.Choice]]]) -> dict[str, str]:
    """code → why that body may not lead this order."""
    from gongzhi.orgs import selectors as orgs

    found = {}
    for _kind, bodies in groups:
        for code, _label in bodies:
            body = orgs.body_by_code(code)
            refusal = guard_lead(body, order.category, order.area_path) if body else None
            if refusal is not None:
                found[code] = refusal.reason
    return found


def refusal_words(judgement: answers.Judgement) -> str:
    """Why a result is not taken, said so that one knows what to write instead; "" when it is."""
    if judgement.personal:
        return _("结果里有手机号或证件号，居民会看到，请删掉：%(found)s") % {
            "found": joined(judgement.personal)
        }
    if judgement.says_nothing and judgement.not_ours:
        return _("“不属于本单位职责”不能答复给居民，请走“退回”或“派单异议”，由派遣员或街道来定。")
    if judgement.says_nothing:
        if judgement.empty_phrases:
            return _(
                "“%(phrase)s”没有告诉居民办了什么。请写：去没去看、看到什么、谁在什么时候做了什么、现在什么样。"
            ) % {"phrase": judgement.empty_phrases[0]}
        return _("太短了。请写：去没去看、看到什么、谁在什么时候做了什么、现在什么样。")
    return ""


def element_names() -> dict[str, str]:
    """The five elements of an answer, in words."""
    return {
        answers.WENT: _("去没去看"),
        answers.SAW: _("看到什么"),
        answers.DID: _("谁在什么时候做了什么"),
        answers.NOW: _("现在什么样（附后照）"),
        answers.NEXT: _("没做完的怎么办、找谁"),
    }


class EnterForm(forms.Form):
    """A report taken down for somebody: on the phone, at the counter, on a visit."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(label=gettext_lazy("来源"), widget=forms.RadioSelect)
    phone = forms.CharField(
        label=gettext_lazy("来电号码"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(label=gettext_lazy("称呼"), max_length=40, required=False)
    text = forms.CharField(
        label=gettext_lazy("诉求内容（记原话）"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    category = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    limit = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    area = forms.ChoiceField(label=gettext_lazy("小区"), required=False)
    place = forms.CharField(label=gettext_lazy("具体地点"), max_length=160, required=False)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    public = forms.BooleanField(
        label=gettext_lazy("愿意公开（不显示姓名、电话、门牌）"), required=False
    )
    hide_name = forms.BooleanField(label=gettext_lazy("对承办单位隐藏姓名"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from ..selectors.desk.names import source_names

        names = source_names()
        self.fields["source"].choices = [(key, names[key]) for key in ENTER_SOURCES]  # type: ignore[attr-defined]
        self.fields["source"].initial = ENTER_SOURCES[0]
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("没有说，或不在小区里")),
            *options.estate_choices(actor),
        ]
        self.fields["client_key"].initial = uuid.uuid4

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        try:
            return clean_phone(typed)
        except Invalid as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not (values.get("area") or values.get("place") or values.get("lon") is not None):
            self.add_error("place", _("请选小区、写地点，或在地图上点一下。"))
        return values


class ContactForm(forms.Form):
    """Why somebody looks at a reporter's phone number."""

    purpose = forms.ChoiceField(label=gettext_lazy("查看事由"))
    detail = forms.CharField(label=gettext_lazy("补充说明"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = (_("核实情况"), _("约定上门时间"), _("告知办理进展"), _("回访"), _("其他"))
        self.fields["purpose"].choices = [(r, r) for r in reasons]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("purpose") == _("其他") and not values.get("detail", "").strip():
            self.add_error("detail", _("选“其他”时请写明事由。"))
        return values

    def words(self) -> str:
        parts = (self.cleaned_data["purpose"], self.cleaned_data["detail"].strip())
        return headed(*parts) if all(parts) else parts[0]


class ViewForm(forms.Form):
    """A saved view."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
