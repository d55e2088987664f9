"""What the roles are called here, and what each may do (told by the domains that know)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.orgs.reach import WRITERS
from gongzhi.profiles import selectors as profiles

Duties = Callable[[], Mapping[str, list[str]]]
_registered: dict[str, Duties] = {}


@dataclass(frozen=True)
class RoleRow:
    """A role as the page of roles shows it."""

    key: str
    name: str
    duties: tuple[str, ...]


def register_duties(key: str, duties: Duties) -> None:
    """A domain tells what roles may do in it: role → sentences in the active language."""
    _registered[key] = duties


def role_names() -> dict[str, str]:
    """role → its name here, in the active language, in the profile's order."""
    language = "en" if (get_language() or "zh").startswith("en") else "zh"
    section = profiles.current().section("orgs/roles") or {}
    return {
        key: str(names.get(language) or names.get("zh") or key) if isinstance(names, dict) else key
        for key, names in section.items()
    }


def role_name(role: str) -> str:
    """The name of a role here; its key when the profile does not know it."""
    return role_names().get(role, role)


def role_rows() -> list[RoleRow]:
    """Every role of the profile with what it may do; those without an own task come last."""
    told: dict[str, list[str]] = {role: list(duties) for role, duties in _own_duties().items()}
    for duties in _registered.values():
        for role, sentences in duties().items():
            told.setdefault(role, []).extend(sentences)
    rows = [
        RoleRow(key, name, tuple(dict.fromkeys(told.get(key, ()))))
        for key, name in role_names().items()
    ]
    return sorted(rows, key=lambda row: not row.duties)


def _own_duties() -> dict[str, list[str]]:
    related = [_("登记单位之间的关系：成员、结对、协议、任职、责任")]
    return dict.fromkeys(sorted(WRITERS), related) | {
        "sysadmin": [_("建账号、安排岗位、办交接和请假"), _("导入和导出人员"), _("提请设立或结束三类管理员")],
        "secadmin": [_("批准设立或结束三类管理员"), _("解锁、重置第二验证、结束登录"), _("发放和收回接口密钥")],
        "auditadmin": [_("查看和导出查阅记录、账号变动、岗位历史，不能改动")],
    }  # fmt: skip
