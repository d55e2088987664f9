"""Fields and widgets of the desk's forms: photos, and boxes for words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongzhi.kernel.photos import MAX_BYTES

from ..settings import order_settings

PHOTO_ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"


class PhotosInput(forms.ClearableFileInput):
    """Several photos at once, without the "currently" of a stored file."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": PHOTO_ACCEPT, "multiple": True})


class PhotosField(forms.FileField):
    """A list of the bytes of the photos chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PhotosInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [file for file in (data or []) if file]
        if self.required and not files:
            raise forms.ValidationError(_("请拍一张办完以后的照片。"))
        if len(files) > order_settings().photos_max:
            raise forms.ValidationError(
                _("照片最多%(max)d张。") % {"max": order_settings().photos_max}
            )
        for file in files:
            if file.size > MAX_BYTES:
                raise forms.ValidationError(_("照片太大，每张不超过20兆。"))
        return [file.read() for file in files]


def words_field(
    label: str, *, required: bool = True, rows: int = 3, most: int = 500
) -> forms.CharField:
    """A box for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
