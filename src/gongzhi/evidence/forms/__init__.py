"""Forms of the wall."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.evidence.models import Picture
from gongzhi.orgs.forms.fields import day_field

COLUMNS, ROWS = 12, 9


class PictureForm(forms.Form):
    """A photo or a short video, and what the people in it said."""

    file = forms.FileField(
        label=_("照片或短视频"), help_text=_("视频最长30秒，MP4或WebM。位置、设备等信息会自动去掉。"),
        widget=forms.FileInput({"accept": "image/*,video/mp4,video/webm"}),
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_("照到的人同意公开吗"), choices=Picture.Consent.choices, widget=forms.RadioSelect
    )
    caption = forms.CharField(label=_("一句话"), max_length=60, required=False)


class DeskPictureForm(PictureForm):
    """The keeper's: of what, when in it, and which unit."""

    subject = forms.ChoiceField(label=_("是哪件事"))
    moment = forms.ChoiceField(label=_("什么时候拍的"), choices=Picture.Moment.choices)
    unit = forms.ChoiceField(label=_("哪家单位做的"), required=False)
    field_order = ("subject", "file", "moment", "consent", "unit", "caption")

    def __init__(
        self, subjects: list[tuple[str, str]], units: list[tuple[str, str]], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class ProjectForm(forms.Form):
    """A project begins."""

    title = forms.CharField(label=_("名称"), max_length=60)
    estate = forms.CharField(label=_("哪个小区"), max_length=40)
    started_on = day_field(_("从哪天起"))
    text = forms.CharField(
        label=_("做什么"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class DeedForm(forms.Form):
    """What was done on a day."""

    on = day_field(_("哪天"))
    what = forms.CharField(
        label=_("做了什么"),
        max_length=40,
        help_text=_("如：拆除违建、清运垃圾；同样的事写一样的词"),
    )
    amount = forms.IntegerField(label=_("多少"), min_value=1, max_value=1_000_000)
    unit = forms.CharField(label=_("量词"), max_length=10, help_text=_("如：处、车"))


def boxes_of(cells: list[str]) -> list[tuple[float, float, float, float]]:
    """Rectangles of the ticked cells `row-column` of the grid over a photo; others are left out."""
    known = {
        f"{row}-{column}": (column / COLUMNS, row / ROWS, (column + 1) / COLUMNS, (row + 1) / ROWS)
        for row in range(ROWS)
        for column in range(COLUMNS)
    }
    return [known[cell] for cell in dict.fromkeys(cells) if cell in known]
