"""What roles may do with registers that not every post sees: for the page of roles."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gongzhi.accounts.roles import register_duties

from .reach import CENSUS_ROLES


def register() -> None:
    """Tell the page of roles (accounts/roles.py)."""
    register_duties("registers", _duties)


def _duties() -> Mapping[str, list[str]]:
    return {role: [_("看党员统计，登记本组织的党员名册")] for role in sorted(CENSUS_ROLES)}
