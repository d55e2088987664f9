"""What kinds and states of a change are called."""

from __future__ import annotations

from django.utils.translation import gettext as _


def kind_word(key: str) -> str:
    """The kind of a change."""
    return {
        "split": _("拆分"),
        "merge": _("合并"),
        "move": _("划转"),
        "rename": _("更名"),
        "convert": _("改设"),
        "reshape": _("调整边界"),
    }.get(key, key)


def status_word(key: str) -> str:
    """Where a change stands."""
    return {"planned": _("待生效"), "applied": _("已生效"), "cancelled": _("已取消")}.get(key, key)
