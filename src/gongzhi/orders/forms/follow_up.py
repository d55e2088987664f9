"""The form of a follow-up call: what was asked is fixed, so that calls can be compared.

The answers are counted and become words of the note. A rating is the reporter's own and is never made of them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongzhi.web.words import headed

from ..engine.effects.visiting import NO, UNKNOWN, YES
from ..words.wording import satisfaction_words
from .desk_widgets import words_field


def fields() -> dict[str, forms.Field]:
    """Reached or not, what the reporter said, and words."""
    reached = forms.ChoiceField(
        label=_("联系上没有"),
        choices=[(YES, _("联系上了")), (NO, _("没有联系上"))],
        widget=forms.RadioSelect,
    )
    said = forms.ChoiceField(
        label=_("诉求人怎么说"),
        choices=[(YES, _("说解决了")), (NO, _("说没解决")), (UNKNOWN, _("没有说"))],
        widget=forms.RadioSelect,
        required=False,
    )
    said.help_text = _("只作记录。评价由诉求人自己做，不能代填；没解决的，请告诉诉求人怎么评价。")
    satisfied = forms.ChoiceField(
        label=_("满意不满意"),
        choices=[
            *((str(grade), words) for grade, words in satisfaction_words().items()),
            (UNKNOWN, _("没有说")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    note = words_field(_("原话和说明"), required=False, rows=3)
    return {"reached": reached, "said": said, "said_satisfied": satisfied, "note": note}


def payload_of(values: dict[str, Any]) -> dict[str, Any]:
    """The answers for the figures, and in words; of whom nobody reached nothing was said."""
    given = {name: values.get(name) for name in ("reached", "said", "said_satisfied")}
    if given["reached"] != YES:
        given = {"reached": given["reached"]}
    return {**given, "note": note_of(values)}


def note_of(values: dict[str, Any]) -> str:
    """The answers in one line: `回访：联系上了，说解决了。` and what was written."""
    if values.get("reached") == YES:
        said = {
            YES: _("联系上了，诉求人说解决了。"),
            NO: _("联系上了，诉求人说没解决。"),
        }.get(str(values.get("said")), _("联系上了，诉求人没有说解决与否。"))
    else:
        said = _("没有联系上。")
    words = str(values.get("note") or "").strip()
    return headed(said.rstrip("。."), words) if words else said
