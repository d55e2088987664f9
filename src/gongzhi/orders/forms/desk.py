"""Forms of the desk. The fields of an action's form are those that the process says it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import headed, joined

from ..dispatch.catalogue import category_by_code
from ..dispatch.routing import guard_lead, propose
from ..engine import answers
from ..engine.judging import result_problem
from ..engine.policies import ActionView
from ..hooks.providers import providers_of
from ..models import Category, Order, OrderParty
from ..process.spec import pick, spec_of
from ..selectors.desk import options
from ..selectors.desk.names import body_name, category_name, language
from ..selectors.desk.similar import Other
from ..settings import order_settings
from ..tips import pass_refusal
from . import follow_up
from .desk_widgets import PhotosField, words_field
from .process_fields import form_field, typed

FOLLOW_UP = "follow_up"
GUESSES = 6
# Effects that ask somebody else to agree: whoever decides, and the reporter, read the reason.
_ASKS = frozenset({"may_extend", "may_suspend"})
Fields = dict[str, forms.Field]


class ActionForm(forms.Form):
    """The form of one action on one order. `payload()` and `photos()` are what services want.

    `near` are orders nearby that this one may be the same matter as.
    """

    def __init__(
        self,
        view: ActionView,
        order: Order,
        *,
        data: Any = None,
        files: Any = None,
        near: Sequence[Other] = (),
    ):
        super().__init__(data, files, prefix=None, auto_id=f"id_{view.key}_%s")
        self.view, self.order = view, order
        self.near = [one for one in near if not one.closed]
        self.refused: dict[str, str] = {}  # code → why that body may not be chosen
        self.asks_again = ""  # what a second press says, once the first was warned
        self.use_required_attribute = True
        self.proposal = propose(order.category, order.area_path)
        spec = spec_of(order.process_id)
        self.action = spec.actions[view.key]
        self.effects = self.action.effects
        for need in view.needs:
            if need in spec.fields:
                self.fields[need] = form_field(spec, need, required=True)
            else:
                self._add(need)
        for name in spec.actions[view.key].asks:
            self.fields[name] = form_field(spec, name, required=False)
        self._add_by_effects()

    def add_prefix(self, field_name: str) -> str:
        """All photos are called alike on a page: the strip of photos knows one name."""
        return "photos" if field_name == "after_photo" else super().add_prefix(field_name)

    def _add(self, need: str) -> None:
        maker = getattr(self, f"_need_{need}", None)
        if maker is not None:
            self.fields |= maker()

    def _add_by_effects(self) -> None:
        if "set_category" in self.effects:
            self.fields["limit"] = forms.CharField(max_length=40, required=False)
        if "set_lead" in self.effects and "reason" not in self.fields:
            self.fields["reason"] = self._why_this_lead()
        if "write_ruling" in self.effects:
            self.fields["write"] = forms.BooleanField(
                label=_("写入清单：这个区域的这一类下次照此派"), required=False
            )
        if "finish" in self.effects and "after_photo" not in self.fields:
            self.fields["after_photo"] = PhotosField(label=_("处置后照片"), required=False)

    # --- the fields that an action may need --------------------------------------------------

    def _need_reason(self) -> Fields:
        field = words_field(_("理由"), rows=3)
        if self.view.tone == "danger":
            field.help_text = _("写具体：哪里不对、该归谁。诉求人能看到。")
        elif _ASKS.intersection(self.effects):
            field.help_text = _("写具体：卡在哪里、还要做什么。诉求人能看到。")
        return {"reason": field}

    def _why_this_lead(self) -> forms.Field:
        decided = self.proposal.lead is not None
        field = words_field(_("理由"), required=not decided, rows=2)
        if decided:
            field.help_text = _("和清单建议的单位不一样时必填。")
        else:
            field.help_text = _("清单定不了由谁办，要写明为什么派给这家单位。")
            field.error_messages["required"] = _("清单定不了由谁办，请写明派给这家单位的理由。")
        return field

    def _need_note(self) -> Fields:
        if self.view.key == FOLLOW_UP:
            return follow_up.fields()
        return {"note": words_field(_("内容"), rows=3)}

    def _need_result(self) -> Fields:
        return {"result": words_field(_("办理结果"), rows=6, most=2000)}

    def _need_body(self) -> Fields:
        if self.action.body_kinds:
            return {"body": self._provider_field()}
        groups = self._lead_groups()
        field = forms.ChoiceField(label=_("主办单位"), choices=groups, widget=forms.RadioSelect)
        self.refused = refused_leads(self.order, groups)
        if "keep_from_named" in self.effects:
            self.refused |= refused_of_tip(self.order, groups)
        lead = self.proposal.lead
        gave_back = self.order.returns and lead is not None
        if lead is not None and not (gave_back and lead.id == self.order.lead_body_id):
            field.initial = lead.code
        return {"body": field}

    def _provider_field(self) -> forms.ChoiceField:
        """Those that are proposed first, each with why; the sure one is chosen already."""
        proposed = providers_of(self.order)
        codes = {one.body.code for one in proposed}
        first = [
            (
                one.body.code,
                _("%(body)s（%(why)s）") % {"body": one.body.label(language()), "why": one.why},
            )
            for one in proposed
        ]
        groups = options.near_groups(self.action.body_kinds, self.order.area_path, codes)
        named = [(_("建议"), first)] if first else []
        field = forms.ChoiceField(
            label=self._bodies_name(_("派给谁")),
            choices=[*named, *groups],
            widget=forms.RadioSelect,
        )
        sure = next((one for one in proposed if one.sure), None)
        if sure is not None and not self.order.returns:
            field.initial = sure.body.code
        return field

    def _lead_groups(self) -> list[tuple[str, list[options.Choice]]]:
        """Those whom the catalogue names, those who serve the place, then the others by kind."""
        named = [self.proposal.lead, *self.proposal.supporting]
        first = [(b.code, b.label(language())) for b in named if b is not None]
        codes = {code for code, _label in first}
        groups = options.near_groups(options.LEAD_KINDS, self.order.area_path, codes)
        return [(_("清单上的单位"), first), *groups] if first else groups

    def _need_bodies(self) -> Fields:
        choices = [
            (kind, [c for c in bodies if not self._leads(c[0])])
            for kind, bodies in self._groups_to_tick()
        ]
        field = forms.MultipleChoiceField(
            label=self._bodies_name(_("协办单位")),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("请选择单位。")},
        )
        if self.action.chooses is None:
            field.help_text = _("可以勾选多家。协办向主办反馈，时限仍由主办负责。")
        return {"bodies": field}

    def _bodies_name(self, otherwise: str) -> str:
        return pick(self.action.chooses) if self.action.chooses else otherwise

    def _groups_to_tick(self) -> list[tuple[str, list[options.Choice]]]:
        kinds = self.action.body_kinds
        return options.near_groups(kinds or options.LEAD_KINDS, self.order.area_path)

    def _leads(self, code: str) -> bool:
        body = orgs.body_by_code(code)
        return body is not None and body.id == self.order.lead_body_id

    def _need_person(self) -> Fields:
        people = options.people_choices(self.order)
        choices = [("", _("请选择")), *people]
        return {"person": forms.ChoiceField(label=_("经办人"), choices=choices)}

    def _need_category(self) -> Fields:
        field = forms.ChoiceField(
            label=_("类别"), choices=[("", _("请选择")), *options.item_groups()]
        )
        field.error_messages["required"] = _("请选择类别。")
        if self.order.category is not None:
            field.initial = self.order.category.code
        return {"category": field}

    def _need_answer_on(self) -> Fields:
        today = clock.today()
        latest = today + timedelta(days=order_settings().suspend_days_max)
        bounds = {"min": (today + timedelta(days=1)).isoformat(), "max": latest.isoformat()}
        widget = forms.DateInput(attrs={"type": "date", **bounds})
        return {"answer_on": forms.DateField(label=_("下次答复日期"), widget=widget)}

    def _need_into(self) -> Fields:
        """The number typed, or one of the orders nearby chosen."""
        field = forms.CharField(
            label=_("并入哪一件（工单编号）"), max_length=24, required=not self.near
        )
        field.help_text = _("两件的诉求人和附议人都能继续跟进和评价。")
        if not self.near:
            return {"into": field}
        choices = [(one.number, one.sentence) for one in self.near]
        near = forms.ChoiceField(label=_("附近同类"), choices=choices, required=False)
        return {"into_near": near, "into": field}

    def _need_after_photo(self) -> Fields:
        return {"after_photo": PhotosField(label=_("处置后照片"))}

    # --- what the page shows beside a field ---------------------------------------------------

    @property
    def category_groups(self) -> list[tuple[str, list[options.Choice]]]:
        return options.item_groups()

    @property
    def body_groups(self) -> list[tuple[str, list[options.Pick]]]:
        """Bodies to tick, or one to choose, by kind."""
        name = "bodies" if "bodies" in self.fields else "body"
        groups: Any = self.fields[name].choices  # type: ignore[attr-defined]
        return options.to_pick(groups, self.refused)

    @property
    def chosen_category(self) -> Category | None:
        return category_by_code(str(self["category"].value() or ""))

    @property
    def chosen_name(self) -> str:
        return category_name(self.chosen_category)

    @property
    def limit_options(self) -> tuple[options.Choice, ...]:
        return options.limit_choices(self.chosen_category)

    @property
    def limit_chosen(self) -> str:
        """The condition that is ticked: the one typed, the order's own, else the first."""
        keys = [key for key, _words in self.limit_options]
        typed = str(self.data.get("limit", "")) if self.is_bound else ""
        own = self.order.limit.condition_key if self.order.limit else ""
        return next((key for key in (typed, own) if key in keys), keys[0] if keys else "")

    @property
    def guesses(self) -> list[options.Found]:
        """Classes that the reporter's own words suggest."""
        return options.find_categories(self.order.text, most=GUESSES)

    # --- what was filled in -------------------------------------------------------------------

    def clean_reason(self) -> str:
        text = str(self.cleaned_data["reason"])
        if _ASKS.intersection(self.effects) and answers.too_short(text):
            raise forms.ValidationError(
                _("太短了。请写清卡在哪里、还要做什么、为什么现有时间不够。")
            )
        return text

    def clean_result(self) -> str:
        text = str(self.cleaned_data["result"])
        problem = result_problem(self.view.key, text)
        if problem:
            raise forms.ValidationError(problem)
        return text

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "into_near" in self.fields and not (values.get("into") or values.get("into_near")):
            self.add_error("into", _("请选一件，或填写要并入的工单编号。"))
        if "finish" in self.effects and not self.errors:
            self._warn_of_silent_helpers()
        return values

    def _warn_of_silent_helpers(self) -> None:
        """Finishing ends the co-handlers' part: those who have not answered are named once.

        Only where they still can: who was told of a wish has nothing to say once it is claimed.
        """
        steps = spec_of(self.order.process_id).actions.values()
        if not any("co_answer" in s.effects and self.order.state in s.sources for s in steps):
            return
        rows = OrderParty.objects.filter(
            order=self.order, role="co", open=True, answered_at=None
        ).order_by("body_id")
        waiting = [row.body_id for row in rows]
        token = ",".join(str(body_id) for body_id in waiting)
        if not waiting or self.data.get("go_on") == token:
            return
        self.asks_again = token
        names = joined(body_name(body_id) for body_id in waiting)
        self.add_error(
            None,
            _("协办单位还没有反馈：%(names)s。确定不等了，再按一次“%(action)s”。")
            % {"names": names, "action": self.view.name},
        )

    def payload(self) -> dict[str, Any]:
        """As services/act wants it."""
        values = {k: typed(v) for k, v in self.cleaned_data.items() if k != "after_photo"}
        near = values.pop("into_near", "")
        if near and not values.get("into"):
            values["into"] = near
        if self.view.key == FOLLOW_UP:
            values = follow_up.payload_of(values)
        keys = [key for key, _words in self.limit_options] if "limit" in values else []
        if values.get("limit") not in keys:
            values.pop("limit", None)
        return {k: v for k, v in values.items() if v not in (None, "", [], False)}

    def photos(self) -> list[bytes]:
        return list(self.cleaned_data.get("after_photo") or [])


def refused_leads(order: Order, groups: list[tuple[str, list[options.Choice]]]) -> dict[str, str]:
    """code → why that body may not lead this order."""
    found = {}
    for _kind, bodies in groups:
        for code, _label in bodies:
            body = orgs.body_by_code(code)
            refusal = guard_lead(body, order.category, order.area_path) if body else None
            if refusal is not None:
                found[code] = refusal.reason
    return found


def refused_of_tip(order: Order, groups: list[tuple[str, list[options.Choice]]]) -> dict[str, str]:
    """code → why a protected tip may not be passed to that body."""
    codes = {code for _kind, bodies in groups for code, _label in bodies}
    bodies = [body for body in map(orgs.body_by_code, codes) if body is not None]
    reasons = {body.code: pass_refusal(order, body) for body in bodies}
    return {code: reason for code, reason in reasons.items() if reason}


def element_names() -> dict[str, str]:
    """The five elements of an answer, in words."""
    return {
        answers.WENT: _("去没去看"),
        answers.SAW: _("看到什么"),
        answers.DID: _("谁在什么时候做了什么"),
        answers.NOW: _("现在什么样（附后照）"),
        answers.NEXT: _("没做完的怎么办、找谁"),
    }


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
