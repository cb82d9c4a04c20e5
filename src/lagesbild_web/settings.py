"""Django's settings. What an installation may change is listed in :mod:`lagesbild_web.configuration`."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from lagesbild_web.configuration import Configuration
from lagesbild_web.log_in_providers import for_allauth, read_providers
from lagesbild_web.map_backgrounds import read_backgrounds

config = Configuration()
DATA_DIR: Path = config.data_dir
HTTPS = config.flag("LAGESBILD_HTTPS")
BEHIND_PROXY = config.flag("LAGESBILD_BEHIND_PROXY")

DEBUG = False
SECRET_KEY = config.secret_key()
ALLOWED_HOSTS = config.words("LAGESBILD_ALLOWED_HOSTS")

INSTALLED_APPS = [
    "lagesbild_web.base",
    "lagesbild_web.audit",
    "lagesbild_web.access",
    "lagesbild_web.administration",
    "lagesbild_web.backgrounds",
    "lagesbild_web.areas",
    "lagesbild_web.incidents",
    "lagesbild_web.indicators",
    "lagesbild_web.photos",
    "lagesbild_web.review",
    "lagesbild_web.reporting",
    "lagesbild_web.imports",
    "lagesbild_web.sources",
    "lagesbild_web.written_reports",
    "lagesbild_web.explore",
    "lagesbild_web.pictures",
    "lagesbild_web.steering",
    "lagesbild_web.plans",
    "lagesbild_web.problems",
    "lagesbild_web.agreements",
    "lagesbild_web.follow_up",
    "lagesbild_web.meetings",
    "lagesbild_web.duties",
    "lagesbild_web.trail",
    "lagesbild_web.walks",
    "lagesbild_web.public",
    "lagesbild_web.now",
    "lagesbild_web.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
]

MIDDLEWARE = [
    "lagesbild_web.base.middleware.request_id",
    "csp.middleware.CSPMiddleware",
    "lagesbild_web.base.middleware.quiet_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lagesbild_web.base.middleware.WithoutNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lagesbild_web.base.language.in_the_readers_language",
    "lagesbild_web.base.sessions.sessions_end",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lagesbild_web.access.middleware.LogInFirst",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    # Last: what the others stop has not been done, and may be sent again.
    "lagesbild_web.base.once.DoneOnce",
]

ROOT_URLCONF = "lagesbild_web.urls"
WSGI_APPLICATION = "lagesbild_web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lagesbild_web.navigation.navigation",
                "lagesbild_web.base.language.other_language",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lagesbild_web.base.templatetags.swedish_numbers",
                "lagesbild_web.access.templatetags.following",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """SQLite in the data directory, or the PostgreSQL that DATABASE_URL names."""
    url = config.text("DATABASE_URL")
    if url:
        chosen: dict[str, Any] = dict(environ.Env.db_url_config(url))
        chosen["HOST"] = unquote(chosen["HOST"])  # a Unix socket's directory is written with %2F
        return chosen | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    config.make_data_dir()
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "lagesbild.sqlite3",
        "OPTIONS": {
            # A writer takes its lock at once and waits its turn, instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


DATABASES = {"default": _database()}

# --- Log-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "access:log_in"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "lagesbild_web.access.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are given by administrators, and letters show that they work
LOG_IN_PROVIDERS = read_providers(DATA_DIR)
SOCIALACCOUNT_ADAPTER = "lagesbild_web.access.adapters_social.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = for_allauth(LOG_IN_PROVIDERS)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
MFA_ADAPTER = "lagesbild_web.access.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute each way, for phones whose clock is not quite right
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    not HTTPS
)  # for localhost: browsers allow keys nowhere else without https
AXES_FAILURE_LIMIT = config.number("LAGESBILD_LOGIN_ATTEMPTS")
AXES_COOLOFF_TIME = timedelta(minutes=config.number("LAGESBILD_LOGIN_PAUSE_MINUTES"))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Behind a proxy everybody comes from its address: then one visitor's attempts would stop all others'.
AXES_CLIENT_IP_CALLABLE = "lagesbild_web.base.visitors.visitor_address"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
# Whoever sits down at an unlocked screen may not guess the password there for ever.
ACCOUNT_RATE_LIMITS = {"reauthenticate": "10/900s/user"}
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "lagesbild_web.access.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # who logged in is in our own log, where it can be erased
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Sessions, cookies, transport -------------------------------------------------------------
LOG_IN_LASTS = timedelta(hours=config.number("LAGESBILD_SESSION_HOURS"))
# The session lives a day longer than the log-in: it holds what was being written when the log-in ended.
SESSION_COOKIE_AGE = int((LOG_IN_LASTS + timedelta(days=1)).total_seconds())
_COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}lagesbild_session"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}lagesbild_csrf"
LAST_HERE_COOKIE_NAME = f"{_COOKIE_PREFIX}lagesbild_last"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lagesbild_web.base.views.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^halsa$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF, *(origin for provider in LOG_IN_PROVIDERS for origin in provider.origins)],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- Letters ------------------------------------------------------------------------------------
KEPT_LETTERS_DIR = DATA_DIR / "post"
DEFAULT_FROM_EMAIL = config.text("LAGESBILD_EMAIL_FROM")
LETTERS_GO_BESIDE = True
if config.text("LAGESBILD_EMAIL_URL"):
    vars().update(environ.Env.email_url_config(config.text("LAGESBILD_EMAIL_URL")))
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "lagesbild_web.base.letters.KeptLetters"

ACCESSIBILITY_CONTACT = config.text("LAGESBILD_ACCESSIBILITY_CONTACT")

# --- Background maps: fetched by this server, never by the visitor's browser ---------------------
MAP_BACKGROUNDS = read_backgrounds(DATA_DIR)
BACKGROUND_TILES_DIR = DATA_DIR / "bakgrundskartor"

# --- Other systems -----------------------------------------------------------------------------
API_CALLS_PER_MINUTE = config.number("LAGESBILD_API_CALLS_PER_MINUTE")

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORED_FILES_DIR = DATA_DIR / "filer"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lagesbild_web.base.hashed_files.HashedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- Sources outside the municipality -----------------------------------------------------------
FETCHING = config.flag("LAGESBILD_FETCHING")

# --- Work that takes longer than a page may -----------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("Engelska"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- The operator's log: ids, never names or texts ------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "lagesbild_web.base.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "loggers": {
        "axes": {"level": "WARNING"},
        # Refusals and missing pages are answers, not faults; who was refused what is nobody's reading.
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": config.text("LAGESBILD_LOG_LEVEL")},
}
