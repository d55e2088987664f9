"""What every form says of a missing or wrong number, in the words that the browser's check uses."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Fields that say something of their own keep it."""
    forms.Field.default_error_messages["required"] = _("这里要填")
    MinValueValidator.message = _("不能小于%(limit_value)s。")
    MaxValueValidator.message = _("不能大于%(limit_value)s。")
