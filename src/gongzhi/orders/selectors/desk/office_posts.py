"""What the posts of the IT office do, since none of it is done with orders."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor


@dataclass(frozen=True)
class OfficePost:
    """A post in words, and the commands that are its work (command, what it does)."""

    name: str
    about: str
    commands: tuple[tuple[str, str], ...]


def office_posts(actor: Actor) -> list[OfficePost]:
    """The posts of this person that work on the server and not with orders."""
    found = {
        "sysadmin": _system,
        "secadmin": _security,
        "auditadmin": _audit,
    }
    return [make() for role, make in found.items() if actor.has_role(role)]


def _system() -> OfficePost:
    return OfficePost(
        name=_("系统管理员"),
        about=_("您管系统的运行，不办工单，也看不到工单内容。工作在服务器上用命令做："),
        commands=(
            ("gongzhi profile check / apply", _("核对、启用本市的配置（区划、单位、类别、流程）")),
            ("gongzhi backup / restore", _("备份和恢复，恢复前先演练")),
            ("gongzhi check", _("核对设置、数据库版本和每件工单的记录链")),
        ),
    )


def _security() -> OfficePost:
    return OfficePost(
        name=_("安全管理员"),
        about=_("您管密钥和登录安全，不办工单，也看不到工单内容。工作在服务器上用命令做："),
        commands=(
            ("gongzhi keys rotate", _("换新的加密密钥，全部数据改用新密钥加密，不用停机")),
            ("gongzhi check", _("核对密钥、加密和安全设置是否齐全")),
        ),
    )


def _audit() -> OfficePost:
    return OfficePost(
        name=_("审计管理员"),
        about=_(
            "您核对谁看过、谁改过，不办工单，也看不到工单内容。"
            "谁看过居民信息，居民自己在“谁看过我的信息”里能看到。工作在服务器上用命令做："
        ),
        commands=(("gongzhi check", _("核对每件工单的记录链有没有被改动")),),
    )
