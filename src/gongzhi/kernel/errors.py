"""Errors whose message is a sentence for the user, translated when it is shown."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise


class GongzhiError(Exception):
    """Base of everything that a user may be told.

    `message` is a (lazy) translated sentence, `field` the input it concerns or None,
    `status` the HTTP status that a view or API answers with.
    """

    status: ClassVar[int] = 400
    default: ClassVar[Message] = _("操作没有完成，请重试。")

    def __init__(self, message: Message | None = None, field: str | None = None) -> None:
        self.message: Message = self.default if message is None else message
        self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class Denied(GongzhiError):  # noqa: N818
    """The actor may not do this."""

    status = 403
    default = _("您的岗位不能进行这项操作。")


class NotFound(GongzhiError):  # noqa: N818
    """Not there, or not to be seen by this actor: the two are never told apart."""

    status = 404
    default = _("没有找到这项内容。")


class Conflict(GongzhiError):  # noqa: N818
    """Someone was first, or the row moved on since the page was shown."""

    status = 409
    default = _("刚刚已有人处理了这一步，请刷新后查看最新情况。")


class Invalid(GongzhiError):  # noqa: N818
    """The input cannot be taken; `field` names the input."""

    status = 422
    default = _("填写的内容有误，请检查。")


class TooMany(GongzhiError):  # noqa: N818
    """A limit on how often something may be asked for was reached."""

    status = 429
    default = _("操作太频繁了，请稍后再试。")
