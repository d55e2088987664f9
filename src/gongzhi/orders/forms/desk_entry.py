"""The form of `/desk/new/`: a report taken down for somebody."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..selectors.desk.names import source_names
from .desk_widgets import PhotosField
from .estate import EstateField

ENTER_SOURCES = ("hotline", "window", "visit", "meeting", "leader")


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
    photos = PhotosField(label=gettext_lazy("照片"), required=False)
    category = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    limit = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    place = forms.CharField(label=gettext_lazy("具体地点"), max_length=160, required=False)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    # The same default as in the resident's own form: what is asked is asked alike.
    public = forms.BooleanField(
        label=gettext_lazy("愿意公开（不显示姓名、电话、门牌）"), required=False, initial=True
    )
    hide_name = forms.BooleanField(label=gettext_lazy("对承办单位隐藏姓名"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = source_names()
        self.fields["source"].choices = [(key, names[key]) for key in ENTER_SOURCES]  # type: ignore[attr-defined]
        self.fields["source"].initial = ENTER_SOURCES[0]
        self.fields["area"] = EstateField(actor)
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
