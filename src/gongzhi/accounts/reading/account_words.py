"""How the account log reads: a sentence for each kind of act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.roles import role_name

# kind → (name for the filter, sentence with values)
KINDS: Final[dict[str, tuple[Promise | str, Promise | str]]] = {
    "user_created": (_("建账号"), _("建了账号 %(username)s")),
    "user_edited": (_("改资料"), _("改了资料：%(fields)s")),
    "user_disabled": (_("停用账号"), _("停用了账号：%(reason)s")),
    "user_enabled": (_("启用账号"), _("重新启用了账号")),
    "password_reset": (_("重发密码"), _("发了新的临时密码")),
    "password_changed": (_("本人改密码"), _("本人改了密码")),
    "posting_made": (_("安排岗位"), _("安排为 %(body)s %(role)s，%(days)s")),
    "posting_ended": (_("结束岗位"), _("%(body)s %(role)s 从 %(on)s 起结束，工作交给%(to)s")),
    "work_passed": (_("交接工作"), _("%(count)s 件工作交给了%(to)s")),
    "stand_in_made": (_("代理请假"), _("%(days)s%(leave)s，由%(deputy)s代理")),
    "stand_in_cancelled": (_("取消代理请假"), _("取消了 %(days)s 的代理或请假")),
    "admin_asked": (_("提请管理员"), _("提请%(what)s%(role)s：%(reason)s")),
    "admin_released": (_("批准管理员"), _("批准%(what)s%(role)s")),
    "admin_refused": (_("不批准管理员"), _("不批准%(what)s%(role)s：%(reason)s")),
    "first_admin": (_("首任管理员"), _("在服务器上设为%(role)s")),
    "unlocked": (_("解锁登录"), _("解除了 %(username)s 的登录锁定")),
    "factor_set": (_("设第二验证"), _("本人设置了第二验证")),
    "factor_codes": (_("换备用码"), _("本人换了备用码")),
    "factor_removed": (_("停第二验证"), _("本人停用了第二验证")),
    "factor_reset": (_("重置第二验证"), _("重置了第二验证：%(reason)s")),
    "sessions_ended": (_("结束登录"), _("结束了%(count)s处登录")),
    "key_issued": (_("发密钥"), _("发了接口密钥“%(name)s”（%(prefix)s）")),
    "key_revoked": (_("收回密钥"), _("收回了接口密钥“%(name)s”（%(prefix)s）")),
    "imported": (_("导入人员"), _("导入 %(users)s 个账号、%(postings)s 个岗位")),
    "exported": (_("导出"), _("导出了%(what)s，%(count)s 条")),
    "resident_left": (_("居民删账号"), _("居民本人删除了自己的账号")),
    "service_created": (_("认证建账号"), _("由单位统一认证建了账号 %(username)s，没有岗位")),
}


def kind_name(kind: str) -> str:
    """What a kind of act is called."""
    return str(KINDS[kind][0]) if kind in KINDS else kind


def sentence(kind: str, values: Mapping[str, Any]) -> str:
    """What was done, in the active language; values that are missing read as a dash."""
    if kind not in KINDS:
        return kind
    shown: dict[str, Any] = defaultdict(lambda: "—", values)
    if "role" in values:
        shown["role"] = role_name(str(values["role"]))
    if "what" in values:
        shown["what"] = str(_WHAT.get(str(values["what"]), values["what"]))
    if "leave" in values:
        shown["leave"] = str(_(" 请假")) if values["leave"] else ""
    if values.get("deputy", "x") == "":
        shown["deputy"] = str(_("无人"))
    if values.get("to", "x") == "":
        shown["to"] = str(_("本单位负责人"))
    return str(KINDS[kind][1]) % shown


_WHAT: Final = {
    "grant": _("设立"),
    "end": _("结束"),
    "users": _("人员名单"),
    "access": _("查阅记录"),
    "events": _("账号变动"),
    "history": _("岗位历史"),
}
