"""A real installation. Behind a proxy that ends TLS, set GONGZHI_BEHIND_PROXY=1 and its address
in GONGZHI_PROXIES."""

import os

from gongzhi.config.settings.base import *  # noqa: F403
from gongzhi.config.settings.base import HTTPS

if os.environ.get("GONGZHI_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
