"""A field for the estate that somebody names on the phone or at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.forms.fields import AreaField

from ..selectors.desk.options import estates_named


class EstateField(AreaField):
    """Typed, or picked from those in the actor's reach that the server finds meanwhile."""

    find = "estate"
    address = "/desk/new/estates/"

    def __init__(self, actor: Actor, **kwargs: Any) -> None:
        super().__init__(label=_("小区"), required=False, **kwargs)
        self.actor = actor
        self.help_text = _("输入名称，从列表里选；没有说，或不在小区里，就空着。")
        self.attach("area")

    def code_of(self, code: str, typed: str) -> str:
        found = estates_named(self.actor, code)
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("有几个小区叫这个名称，请从列表里选。"))
        raise forms.ValidationError(_("没有这个小区，请从列表里选；不清楚就空着。"))
