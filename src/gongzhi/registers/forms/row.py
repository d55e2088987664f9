"""The form of one row, built from the fields of its register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.registers.catalogue import Field, Register
from gongzhi.registers.catalogue.readers import EMPTIED


class RowForm(forms.Form):
    """`kept`: the masked words of a row that is corrected; a personal field left empty stays."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, register: Register, *args: Any, kept: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.register, self.kept = register, kept
        for one in register.fields:
            self.fields[one.key] = self._input(one)
            if one.emptiable and self.kept and self.kept.get(one.key):
                self.fields[f"{one.key}_emptied"] = forms.BooleanField(
                    label=_("清空%(what)s") % {"what": one.title}, required=False
                )

    def _input(self, one: Field) -> forms.Field:
        stays = bool(self.kept and one.personal and self.kept.get(one.key))
        needed = one.needed and not stays
        hint = (
            _("已登记：%(masked)s。不填就不改。") % {"masked": (self.kept or {})[one.key]}
            if stays
            else str(one.hint)
        )
        common: dict[str, Any] = {"label": one.title, "required": needed, "help_text": hint}
        if one.choices:
            empty = _("不改") if stays else _("没有填")
            choices = [("", empty), *((key, str(word)) for key, word in one.choices.items())]
            return forms.ChoiceField(choices=choices, **common)
        attributes = {"autocomplete": "off", "placeholder": "" if stays else str(one.example)}
        return forms.CharField(max_length=200, widget=forms.TextInput(attrs=attributes), **common)

    def words(self) -> dict[str, str]:
        """What was filled, by field key."""
        filled = {one.key: self.cleaned_data.get(one.key, "") for one in self.register.fields}
        emptied = [key for key in filled if self.cleaned_data.get(f"{key}_emptied")]
        return filled | dict.fromkeys(emptied, EMPTIED)

    def clean(self) -> dict[str, Any]:
        """A number to be emptied cannot be given at the same time."""
        found: dict[str, Any] = super().clean() or {}
        for one in self.register.fields:
            if found.get(f"{one.key}_emptied") and found.get(one.key):
                self.add_error(one.key, _("要么填新的，要么清空，不能都选。"))
        return found

    def blame(self, problems: Mapping[str, str]) -> None:
        """Put sentences at their fields."""
        for key, sentence in problems.items():
            self.add_error(key if key in self.fields else None, sentence)


class PurposeForm(forms.Form):
    """What somebody wants to see personal fields for."""

    purpose = forms.CharField(
        label=gettext_lazy("查看事由"), max_length=200, widget=forms.TextInput()
    )


class ExportForm(forms.Form):
    """What for, of which area, with or without personal fields."""

    purpose = forms.CharField(label=gettext_lazy("导出事由"), max_length=200)
    area = forms.ChoiceField(label=gettext_lazy("区域"), required=False)
    personal = forms.BooleanField(
        label=gettext_lazy("连同姓名、号码等个人信息（不勾就遮盖）"), required=False
    )

    def __init__(
        self, choices: list[tuple[str, str]], *args: Any, personal: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", _("我能看到的全部")), *choices]
        if not choices:
            del self.fields["area"]
        if not personal:
            del self.fields["personal"]


class FileForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        help_text=gettext_lazy("xlsx、xls、ods 或 csv，最多50 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
