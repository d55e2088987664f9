"""Tests: quick hashing, nothing outside the machine.

The database is that of DATABASE_URL, or an embedded one that tests/conftest.py starts when the
first test asks for it and removes at the end.
"""

import os
import secrets
import tempfile

# Before base: it would otherwise make secrets in a data folder. Named only, not made: type checks
# load settings too. tests/conftest.py removes it.
os.environ.setdefault(
    "GONGZHI_DATA", os.path.join(tempfile.gettempdir(), f"gongzhi-test-{secrets.token_hex(6)}")
)
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 40)
os.environ.setdefault(
    "GONGZHI_KEYS",
    "t2:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=,"
    "t1:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=",
)
os.environ.setdefault("GONGZHI_ROOT_KEY", "r1:YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=")
os.environ.setdefault("GONGZHI_LOG_LEVEL", "WARNING")

from gongzhi.config.settings.base import *  # noqa: F403

DEMO = True
ALLOWED_HOSTS = ["*"]
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# The live server of browser tests serves static files by itself.
PAGE_MIDDLEWARE = [name for name in PAGE_MIDDLEWARE if not name.startswith("whitenoise.")]  # noqa: F405
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "gongzhi.accounts.login.passwords.TemporaryHasher",
]
# The test client logs in without a request, which django-axes refuses; its own tests turn it on.
AXES_ENABLED = False
GONGZHI_SECOND_FACTOR = frozenset()
