"""The form of a saved question: what can be asked of one register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.registers.counting.asking import FILTERS


class QuestionForm(forms.Form):
    """`register` says which filters there are; `areas` and `levels` what may be chosen."""

    name = forms.CharField(
        label=gettext_lazy("提问"), max_length=60,
        help_text=gettext_lazy("例如：80岁以上常住居民有多少"),
    )  # fmt: skip
    for_whom = forms.CharField(label=gettext_lazy("给谁用"), max_length=60)
    area = forms.ChoiceField(label=gettext_lazy("哪个区域"))
    level = forms.TypedChoiceField(label=gettext_lazy("分到哪一级"), coerce=int)

    def __init__(
        self,
        register: str,
        areas: list[tuple[str, str]],
        levels: list[tuple[int, str]],
        *args: Any,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.register = register
        for name, choices in (("area", areas), ("level", levels)):
            one = self.fields[name]
            assert isinstance(one, forms.ChoiceField)
            one.choices = choices
        for known in FILTERS[register]:
            words = [(key, str(word)) for key, word in known.choices.items()]
            self.fields[f"by_{known.key}"] = forms.ChoiceField(
                label=str(known.title), required=False, choices=[("", _("不限")), *words]
            )

    def filters(self) -> dict[str, str]:
        """What was chosen, by the key of the filter."""
        return {
            one.key: self.cleaned_data.get(f"by_{one.key}", "") for one in FILTERS[self.register]
        }
