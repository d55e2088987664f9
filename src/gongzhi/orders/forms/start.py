"""The form of `/desk/start/<process>/`: what the process asks for at its start."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..process.spec import OpeningSpec, ProcessSpec
from ..selectors.desk import options
from ..selectors.desk.calls import callable_bodies, grouped
from ..selectors.desk.names import source_names
from ..services.opening import Opening
from ..services.report import TEXT_MAX
from ..services.start_for_resident import SOURCES
from .desk_widgets import PhotosField
from .estate import EstateField
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
            self.fields["body"] = forms.ChoiceField(
                label=_("请谁来办"), choices=_bodies(opens, actor), widget=forms.RadioSelect
            )
        if opens.for_resident:
            self._about_resident(actor)
        for name in opens.fields:
            required = name in opens.needs
            self.fields[name] = form_field(spec, name, required=required)

    def _about_resident(self, actor: Actor) -> None:
        """Whose order it is, how it was heard, and where the resident lives."""
        names = source_names()
        self.fields["source"] = forms.ChoiceField(
            label=_("怎么知道的"),
            choices=[(key, names[key]) for key in SOURCES],
            initial=SOURCES[0],
            widget=forms.RadioSelect,
        )
        phone = forms.CharField(label=_("居民的手机号"), max_length=20, required=False)
        phone.widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        phone.help_text = _("有手机号，每走一步会告诉本人，办好了请本人评价。")
        self.fields["phone"] = phone
        self.fields["name"] = forms.CharField(label=_("称呼"), max_length=40, required=False)
        self.fields["area"] = EstateField(actor)

    def clean_phone(self) -> str:
        typed_in = self.cleaned_data["phone"].strip()
        try:
            return clean_phone(typed_in) if typed_in else ""
        except Invalid as error:
            raise forms.ValidationError(str(error)) from None

    @property
    def about(self) -> list[forms.BoundField]:
        """What is asked of the resident whose order it is; empty for other processes."""
        return [self[name] for name in ("source", "phone", "name", "area") if name in self.fields]

    @property
    def body_groups(self) -> list[tuple[str, list[options.Pick]]]:
        """Whom to ask, one to choose, by kind."""
        groups: Any = self.fields["body"].choices  # type: ignore[attr-defined]
        return options.to_pick(groups)

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
            phone=values.get("phone", ""),
            name=values.get("name", ""),
            source=values.get("source", ""),
            area_code=values.get("area", ""),
            fields={name: typed(values.get(name)) for name in self.opens.fields},
            **{name: values[name] for name in plain},
        )

    def photos_chosen(self) -> list[bytes]:
        return list(self.cleaned_data.get("photos") or [])


def _bodies(opens: OpeningSpec, actor: Actor) -> list[tuple[str, list[options.Choice]]]:
    """Those of the kinds that may lead it, by kind; those near the starter's post first."""
    paths = [p.area_path for p in actor.postings_as(*opens.roles) if p.area_path]
    return options.near_groups(opens.lead_kinds or options.LEAD_KINDS, paths[0] if paths else "")
