"""What roles may do with orders, as the process in force says: for the page of roles."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gongzhi.accounts.roles import register_duties
from gongzhi.web.words import joined

from ..querysets import AREA_ROLES, BODY_ROLES
from .current import current_processes
from .spec import spec_of


def register() -> None:
    """Tell the page of roles (accounts/roles.py)."""
    register_duties("orders", order_duties)


def order_duties() -> Mapping[str, list[str]]:
    """role → what it sees and the actions that it may take, in the active language."""
    specs = [spec_of(process_id) for process_id in current_processes().values()]
    if not specs:  # before a profile was applied
        return {}
    actions: dict[str, list[str]] = {}
    for action in (action for spec in specs for action in spec.actions.values()):
        for line in action.who:
            _relation, _colon, role = line.partition(":")
            if role and role != "*" and action.name() not in actions.setdefault(role, []):
                actions[role].append(action.name())
    found: dict[str, list[str]] = {}
    for role in BODY_ROLES | set(actions):
        sees = _("看本区域的工单") if role in AREA_ROLES else _("看本单位的工单")
        found[role] = [sees] if role in BODY_ROLES else []
        if actions.get(role):
            found[role].append(_("办理：%(actions)s") % {"actions": joined(actions[role])})
    return found
