"""The form that ends a row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock
from gongzhi.registers.rows.ending import REASONS


class EndForm(forms.Form):
    """Why and since when; `version` is that of the row which was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label=gettext_lazy("注销原因"))
    on = forms.DateField(
        label=gettext_lazy("从哪天起"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, register: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        why = self.fields["why"]
        assert isinstance(why, forms.ChoiceField)
        why.choices = [("", _("请选择")), *REASONS[register].items()]
        self.fields["on"].initial = clock.today
        self.fields["on"].widget.attrs["max"] = clock.today().isoformat()
