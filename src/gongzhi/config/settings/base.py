"""Settings that hold everywhere. Values that differ by installation come from the environment.

GONGZHI_DATA            data folder: media, secrets, the embedded database (default ./data)
DATABASE_URL            a PostgreSQL of one's own; without it the embedded one of the data folder
SECRET_KEY, GONGZHI_KEYS, GONGZHI_ROOT_KEY
                        secrets; without them they are made in <data>/secrets, 0600
GONGZHI_CIPHERS         aes (default: AES-256-GCM, HMAC-SHA256) or sm (SM4-GCM, HMAC-SM3)
GONGZHI_URL             public address, e.g. https://12345.example.gov.cn
GONGZHI_ALLOWED_HOSTS   comma-separated host names
GONGZHI_PROXIES         comma-separated addresses or networks of the proxies in front, whose
                        X-Forwarded-For is believed (default none: the header means nothing)
GONGZHI_PROFILES        folder that holds the profiles
GONGZHI_SMS_URL, GONGZHI_SMS_SECRET  where texts are posted, and the key of the signature
GONGZHI_GOV_URL, GONGZHI_GOV_SECRET  where items of the city's government service system are handed
                        over, and the key of the signature
GONGZHI_LOG_LEVEL       default INFO
GONGZHI_SECOND_FACTOR   whose login needs a second factor: all (default), none, or roles,
                        comma-separated
GONGZHI_OIDC_ISSUER     address of the office's OpenID Connect service (none: no such login);
GONGZHI_OIDC_CLIENT, GONGZHI_OIDC_SECRET_FILE
                        the client id there and the file that holds its secret
GONGZHI_OIDC_NAME, GONGZHI_OIDC_CLAIM, GONGZHI_OIDC_MATCH
                        text of the button; which claim says who it is (preferred_username), and
                        what it is compared with: username (default) or employee_number
GONGZHI_OIDC_CREATE=1   make an account, without any posting, for somebody who has none
GONGZHI_OIDC_TRUSTED=1  the service has asked for a second factor itself
"""

import base64
import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gongzhi.platform.databaseurl import embedded_database, parse_database_url
from gongzhi.platform.loginconfig import names_of, oidc_config
from gongzhi.platform.logs import logging_config
from gongzhi.platform.secretfile import new_keyring, new_secret_key, secret

PACKAGE = Path(__file__).resolve().parents[2]
ROOT = PACKAGE.parents[1]
DATA = Path(os.environ.get("GONGZHI_DATA") or "data").expanduser().absolute()

GONGZHI_PROFILES_DIR = Path(os.environ.get("GONGZHI_PROFILES") or ROOT / "profiles")

DEBUG = False
DEMO = False
PUBLIC_URL = os.environ.get("GONGZHI_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [
    name.strip() for name in os.environ.get("GONGZHI_ALLOWED_HOSTS", "").split(",") if name.strip()
] or ["localhost", "127.0.0.1", "[::1]", urlsplit(PUBLIC_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
GONGZHI_PROXIES = [
    name.strip() for name in os.environ.get("GONGZHI_PROXIES", "").split(",") if name.strip()
]

SECRET_KEY = os.environ.get("SECRET_KEY") or secret(DATA / "secrets", "secret_key", new_secret_key)
# `id:base64` pairs; the first seals, all open.
GONGZHI_KEYS = (
    os.environ.get("GONGZHI_KEYS") or secret(DATA / "secrets", "keys", new_keyring)
).split(",")
# Where they are kept, unless the environment gives them: `gongzhi keys` writes it while others run.
GONGZHI_KEYS_FILE = None if os.environ.get("GONGZHI_KEYS") else DATA / "secrets" / "keys"
GONGZHI_CIPHERS = os.environ.get("GONGZHI_CIPHERS") or "aes"
# Signs the hourly roots of the order events (Ed25519): `id:base64` of 32 bytes, not in the database.
GONGZHI_ROOT_KEY_ID, _root_key = (
    os.environ.get("GONGZHI_ROOT_KEY") or secret(DATA / "secrets", "root_key", new_keyring)
).split(":", 1)
GONGZHI_ROOT_KEY = base64.b64decode(_root_key)

DOMAINS = (
    "profiles",
    "areas",
    "orgs",
    "accounts",
    "notify",
    "orders",
    "registers",
    "fieldwork",
    "workload",
    "volunteering",
    "venues",
    "offerings",
    "points",
    "evidence",
    "insight",
    "command",
    "office",
    "web",
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    # Second factor and the login service of an office (accounts/login/allauth_apps.py).
    "gongzhi.accounts.login.allauth_apps.AllauthAccount",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "csp",
    *(f"gongzhi.{name}" for name in DOMAINS),
    "gongzhi.demo",
]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    # First: whoever counts by address counts the caller's.
    "gongzhi.web.client.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "gongzhi.web.language.LanguageMiddleware",
    "gongzhi.web.pagesonly.PagesOnly",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gongzhi.accounts.middleware.ActorMiddleware",
    "gongzhi.web.errors.ErrorPages",
    "gongzhi.web.bodylimit.BodyLimit",
    # Last: the view and nothing else runs under the guard.
    "gongzhi.config.guard.ScopeGuardMiddleware",
]
# In the place of `PagesOnly`.
PAGE_MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongzhi.web.policy.PagePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongzhi.web.kiosk.NotKept",
    # It turns a lock-out into its response.
    "axes.middleware.AxesMiddleware",
]
# These look into MIDDLEWARE alone, for what stands in PAGE_MIDDLEWARE (axes, frames).
SILENCED_SYSTEM_CHECKS = ["axes.W002", "security.W002"]

ROOT_URLCONF = "gongzhi.config.urls"
WSGI_APPLICATION = "gongzhi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongzhi.web.context_processors.shell",
                "gongzhi.web.kiosk.kiosk",
            ],
        },
    }
]

_database = (
    parse_database_url(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else embedded_database(DATA)
)
DATABASES = {
    "default": {
        "ENGINE": "gongzhi.platform.postgresql",
        # One connection a thread for the life of the thread; checked once a request.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TIME_ZONE": None,
        **_database,
    }
}
PROCRASTINATE_IMPORT_PATHS = ["gongzhi.config.jobs"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# None of allauth's own pages has an address (config/urls.py): nobody signs up, no mail is sent.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "gongzhi.accounts.login.oidc.StaffAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "gongzhi.accounts.login.secondfactor.SealedAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Which posts need a second factor at login: "all", or roles. Whoever has set one up is asked
# for it in any case.
GONGZHI_SECOND_FACTOR = names_of(os.environ.get("GONGZHI_SECOND_FACTOR", "all"))
# The login service of the office (OpenID Connect); without an issuer there is no button.
GONGZHI_OIDC = oidc_config(os.environ)

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "gongzhi.accounts.login.passwords.TemporaryHasher",
]
LOGIN_URL = "/login/"
CSRF_FAILURE_VIEW = "gongzhi.web.errors.csrf_failure"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/login/"

# A name is locked together with the address it is tried from, so nobody can lock out a colleague.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "gongzhi.accounts.login.lockout.locked_out"

# Without an address: the demo inbox in a demo, elsewhere a failure with its reason.
GONGZHI_SMS = {
    "url": os.environ.get("GONGZHI_SMS_URL", ""),
    "secret": os.environ.get("GONGZHI_SMS_SECRET", ""),
    "timeout": 5.0,
}
# Without an address: made-up numbers in a demo, elsewhere the order waits and says so.
GONGZHI_GOV = {
    "url": os.environ.get("GONGZHI_GOV_URL", ""),
    "secret": os.environ.get("GONGZHI_GOV_SECRET", ""),
    "timeout": 10.0,
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Vite puts a hash of the content into the names below dist/assets; those never change.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/dist/.+-[0-9A-Za-z_-]{8,}\.[a-z0-9]+$"
MEDIA_ROOT = DATA / "media"
# Of a whole request: six photos of a phone, or a dozen that a page has scaled.
GONGZHI_UPLOAD_BYTES = 40 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o640

# Only this host, no inline script, no inline style; photos before upload are blobs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "gongzhi.accounts.login.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600

LOGGING = logging_config(os.environ.get("GONGZHI_LOG_LEVEL", "INFO"))
