"""Fields to name a body, an area or a day."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.areas import selectors as areas
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import language
from gongzhi.orgs.models import Body

_IN_BRACKETS = re.compile(r"[（(]([A-Za-z0-9_-]{1,40})[）)]\s*$")


def shown(name: str, code: str) -> str:
    """How a choice is written: name and code, so that equal names stay apart."""
    return f"{name}（{code}）"


class NameField(forms.CharField):
    """Typed or picked from what the server finds while one types; cleaned to a code."""

    find = ""
    address = "/desk/bodies/find/"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def attach(self, name: str, kinds: str = "") -> None:
        """Tie the input to its list of suggestions (htmx asks the server as one types)."""
        self.list_id = f"find-{name}"
        self.widget.attrs |= {
            "list": self.list_id,
            "autocomplete": "off",
            "hx-get": f"{self.address}?field={name}&what={self.find}&kinds={kinds}",
            "hx-trigger": "input changed delay:250ms, focus once",
            "hx-target": f"#{self.list_id}",
        }

    def clean(self, value: Any) -> str:
        typed = super().clean(value).strip()
        if not typed:
            return ""
        found = _IN_BRACKETS.search(typed)
        return self.code_of(found[1] if found else typed, typed)

    def code_of(self, code: str, typed: str) -> str:
        """The code that was meant; ValidationError when there is none or more than one."""
        raise NotImplementedError


class BodyField(NameField):
    """A body by its code, or by a name that only one active body has."""

    find = "body"

    def code_of(self, code: str, typed: str) -> str:
        if orgs.body_by_code(code) is not None:
            return code
        named = Body.objects.filter(active=True, name=typed) | Body.objects.filter(
            active=True, short_name=typed
        )
        codes = list(named.values_list("code", flat=True)[:2])
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise forms.ValidationError(_("有几个单位叫这个名称，请从列表里选。"))
        raise forms.ValidationError(_("没有这个单位，请从列表里选。"))

    def prepare_value(self, value: Any) -> Any:
        body = orgs.body_by_code(value) if isinstance(value, str) and value else None
        if body is None:
            return value
        return shown((language() == "en" and body.name_en) or body.name, body.code)


class AreaField(NameField):
    """An area by its code, or by a name that only one area of today has."""

    find = "area"

    def code_of(self, code: str, typed: str) -> str:
        if areas.area_by_code(code) is not None:
            return code
        named = [a.code for a in areas.current_areas() if typed in (a.name, a.name_en)]
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(_("有几个区域叫这个名称，请从列表里选。"))
        raise forms.ValidationError(_("没有这个区域，请从列表里选。"))

    def prepare_value(self, value: Any) -> Any:
        area = areas.area_by_code(value) if isinstance(value, str) and value else None
        return shown(area.label(language()), area.code) if area else value


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, picked with the browser's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


def until_field() -> forms.DateField:
    """The first day on which it holds no longer; empty while it is open."""
    return day_field(gettext_lazy("到哪天为止（不含这一天）"), required=False)


def basis_field(**kwargs: Any) -> forms.CharField:
    """The number of the document."""
    kwargs.setdefault("required", False)
    return forms.CharField(label=gettext_lazy("依据（文号）"), max_length=120, **kwargs)
