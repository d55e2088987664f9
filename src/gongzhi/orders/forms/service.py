"""The form of `/services/<process>/`: what a process asks a resident who orders it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..process.spec import ProcessSpec, TakingSpec
from ..selectors.resident_nearby import place_groups
from ..services.report import TEXT_MAX
from .process_fields import form_field, typed
from .resident import WithPhone, code_field, phone_field


class ServiceForm(WithPhone):
    """The process's own fields, some words, where, and the phone. Nothing needs a script."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("说一说要办什么"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写一句话，好让来办的人知道。")},
    )
    area = forms.ChoiceField(
        label=gettext_lazy("小区"),
        error_messages={"required": gettext_lazy("请选您的小区，好知道由哪个社区来办。")},
    )
    address = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("楼、单元、门牌，只给来办的人看。"),
    )
    name = forms.CharField(label=gettext_lazy("怎么称呼您"), max_length=40, required=False)
    phone = phone_field()
    code = code_field(required=False)

    def __init__(
        self, spec: ProcessSpec, way: TakingSpec, *args: Any, signed_in: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.way, self.signed_in = spec, way, signed_in
        picked = str(self["area"].value() or "")
        groups = [(g.name, [(p.code, p.name) for p in g.places]) for g in place_groups(picked)]
        self.fields["area"].choices = [("", _("请选择")), *groups]  # type: ignore[attr-defined]
        if way.discreet:
            del self.fields["address"], self.fields["name"]
        if signed_in:
            del self.fields["phone"], self.fields["code"]
        for name in way.fields:
            self.fields[name] = form_field(spec, name, required=name in way.needs)

    @property
    def own(self) -> list[forms.BoundField]:
        """The process's own fields, in its order."""
        return [self[name] for name in self.way.fields]

    @property
    def where(self) -> list[forms.BoundField]:
        return [self[name] for name in ("area", "address", "name") if name in self.fields]

    def said(self) -> dict[str, Any]:
        """The process's own fields as a payload holds them."""
        values = {name: typed(self.cleaned_data.get(name)) for name in self.way.fields}
        return {name: value for name, value in values.items() if value not in (None, "", [])}
