"""The office's own login service as the settings name it, and the one way in which it refuses."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import GongzhiError
from gongzhi.platform.loginconfig import OidcConfig


class LoginRefused(GongzhiError):  # noqa: N818
    """The login service did not vouch for somebody whom we know."""

    status = 403
    default = _("单位统一认证没有成功，请重试，或用账号密码登录。")


def config() -> OidcConfig:
    """The service of the settings; its `issuer` is empty when there is none."""
    found: OidcConfig = settings.GONGZHI_OIDC
    return found


def is_configured() -> bool:
    return bool(config().issuer)


def goes_by_number() -> bool:
    """Whether whoever has an employee number at the service is here who has it too."""
    return is_configured() and config().match == "employee_number"
