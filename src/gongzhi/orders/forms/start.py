"""The form of `/desk/start/<process>/`: what the process asks for at its start."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ..selectors.desk import options
from ..selectors.desk.calls import callable_bodies, grouped
from ..selectors.desk.names import language
from ..services.report import TEXT_MAX
from ..services.start_at_desk import Opening
from ..spec import OpeningSpec, ProcessSpec
from .desk_widgets import PhotosField
from .process_fields import form_field, typed


class StartForm(forms.Form):
    """Words, the process's own fields, the place, the body where one is chosen, photos."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("什么事"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = forms.CharField(label=gettext_lazy("具体地点"), max_length=160, required=False)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    photos = PhotosField(label=gettext_lazy("照片"), required=False)
    origin = forms.CharField(required=False, widget=forms.HiddenInput, max_length=24)
    bodies = forms.MultipleChoiceField(label=gettext_lazy("呼叫哪些单位"), required=False)

    def __init__(
        self, spec: ProcessSpec, opens: OpeningSpec, actor: Actor, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.opens = spec, opens
        self.groups = grouped(callable_bodies(actor, spec, opens))
        self.fields["bodies"].choices = [  # type: ignore[attr-defined]
            (code, name) for _kind, rows in self.groups for code, name, _letters in rows
        ]
        self.fields["client_key"].initial = uuid.uuid4
        if opens.lead == "chosen":
            choices = [("", _("请选择")), *_bodies(opens)]
            self.fields["body"] = forms.ChoiceField(label=_("请谁来办"), choices=choices)
        for name in opens.fields:
            required = name in opens.needs
            self.fields[name] = form_field(spec.fields[name], required=required)

    @property
    def own(self) -> list[forms.BoundField]:
        """The process's own fields, in its order."""
        return [self[name] for name in self.opens.fields]

    def opening(self) -> Opening:
        """As services/start_at_desk wants it."""
        values = self.cleaned_data
        plain = ("client_key", "text", "place", "lon", "lat", "origin")
        return Opening(
            process=self.spec.key,
            body=values.get("body", ""),
            called=tuple(values.get("bodies") or ()),
            fields={name: typed(values.get(name)) for name in self.opens.fields},
            **{name: values[name] for name in plain},
        )

    def photos_chosen(self) -> list[bytes]:
        return list(self.cleaned_data.get("photos") or [])


def _bodies(opens: OpeningSpec) -> list[tuple[str, list[options.Choice]]]:
    """Those of the kinds that may lead it, by kind."""
    if not opens.lead_kinds:
        return options.body_groups()
    names = options.kind_names()
    return [
        (names.get(kind, kind), [(b.code, b.label(language())) for b in orgs.bodies_of_kind(kind)])
        for kind in opens.lead_kinds
    ]
