"""The demo's settings for servers that tests start: a password is quick to check."""

from gongzhi.config.settings.demo import *  # noqa: F403

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "gongzhi.accounts.login.passwords.TemporaryHasher",
]
