"""Forms of teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.services.found_team import order_bodies


class TeamForm(forms.Form):
    """Found a team of one of the actor's own bodies."""

    host = forms.ChoiceField(label=_("哪家的队伍"))
    kind = forms.ChoiceField(label=_("哪一类队伍"))
    name = forms.CharField(label=_("队伍叫什么"), max_length=40)
    about = forms.CharField(label=_("做什么"), max_length=200, required=False)
    body = forms.ChoiceField(
        label=_("在谁的名下接单"), required=False,
        help_text=_("选了，点单就能派给这支队伍；不选就只办活动。"),
    )  # fmt: skip

    def __init__(self, hosts: Sequence[BodyRef], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "zh"
        kinds = [
            kind
            for kind in volunteer_settings().team_kinds
            if any(host.kind in kind.hosts for host in hosts)
        ]
        under = {
            one.code: one.label(language)
            for host in hosts
            for kind in kinds
            if host.kind in kind.hosts
            for one in order_bodies(host, kind)
        }
        self._choose("host", [(one.code, one.label(language)) for one in hosts])
        self._choose("kind", [(one.key, one.name.said()) for one in kinds])
        self._choose("body", [("", _("不接单")), *under.items()])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
