"""The one settings file. Everything that differs between installations comes from the environment.

Names, defaults and meaning of each variable: docs/operations.md.
Code reads `django.conf.settings`, never this module.
"""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from portal.api_settings import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from portal.beat import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE
from portal.env import env_bool, env_int, env_list, env_required, env_text, env_url

BASE_DIR = Path(__file__).resolve().parent.parent
# `warnings/` holds the risk_warnings package and must never be a package itself: a root package of
# that name would hide Python's own `warnings` module. So its folder is put on the path instead.
sys.path.append(str(BASE_DIR / "warnings"))

# --- where this installation keeps its state -------------------------------------------------
DATA_DIR = Path(env_text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env_bool("DEBUG")
DEMO = env_bool("DEMO")
# Set by `dev.py run` on a loopback host: the only place where mails may land in files in demo.
LOCAL_RUN = env_bool("LOCAL_RUN")
PRODUCTION = not DEBUG and not LOCAL_RUN

SECRET_KEY = env_required(
    "SECRET_KEY",
    "Set it to a long random text; `python3 dev.py` makes one in DATA_DIR/secret-key.",
    lambda value: len(value) >= 32,
)
BASE_URL = env_url("BASE_URL", "http://127.0.0.1:8000", schemes=("http://", "https://")).rstrip("/")
BASE_HOST = urlsplit(BASE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [BASE_HOST, "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal.lib",
    "portal.reference",
    "portal.accounts",
    "portal.notices",
    "laws",
    "experts",
    "risk_warnings",
    "disputes",
    "portal.pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "portal.accounts.adminconfig.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",  # its widget templates, for FORM_RENDERER below
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.lib.pagecache.PageCacheMiddleware",  # before everything that looks at the visitor
    "portal.lib.middleware.PrivateByDefaultMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.lib.middleware.NulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.lib.middleware.ActionErrorMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers in place of a log-in that was refused
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.lib.context.site",
            ],
            "builtins": ["portal.lib.templatetags.portal"],
        },
    }
]

FORM_RENDERER = "portal.lib.renderer.FormRenderer"

# --- database --------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env_text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # Writers queue up instead of failing: one writer at a time, readers beside it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- broker, cache, mail ---------------------------------------------------------------------
BROKER_URL = env_url("BROKER_URL", "filesystem:", schemes=("filesystem:", "redis://", "rediss://"))
CELERY_BROKER_URL = "filesystem://" if BROKER_URL == "filesystem:" else BROKER_URL
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(DATA_DIR / "broker"),
        "data_folder_out": str(DATA_DIR / "broker"),
        "control_folder": str(DATA_DIR / "broker-control"),
        "store_processed": False,
    }
    if BROKER_URL == "filesystem:"
    else {
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        # How often a publisher knocks. A worker waits for its broker by its own rule and as long as it takes.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The database ledger is the queue; Celery only wakes workers. So a publish that cannot reach the
# broker fails at once and the next beat picks the work up.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = env_text("TIME_ZONE", "Asia/Shanghai")
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

CACHE_URL = env_url("CACHE_URL", "file:", schemes=("file:", "redis://", "rediss://"))
_FILES = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(DATA_DIR / "cache")}
_REDIS = {"BACKEND": "portal.lib.cache.RedisCache", "LOCATION": CACHE_URL}
# Whole public pages lie apart, so that many of them push out no count of log-ins or requests.
_PAGES = (
    {**_FILES, "LOCATION": str(DATA_DIR / "cache-pages"), "OPTIONS": {"MAX_ENTRIES": 2000}}
    if CACHE_URL == "file:"
    else {**_REDIS, "KEY_PREFIX": "pages"}
)
CACHES = {"default": _FILES if CACHE_URL == "file:" else _REDIS, "pages": _PAGES}
# How long a public page is shown again at most; what an act changes is new at once (docs/caching.md). 0: never.
PAGE_CACHE_SECONDS = 0 if DEBUG else env_int("PAGE_CACHE_SECONDS", 300, least=0, most=3600)

EMAIL_URL = env_url("EMAIL_URL", "file:", schemes=("file:", "smtp://", "smtps://"))
MAIL_DIR = DATA_DIR / "mail"
if EMAIL_URL == "file:":
    EMAIL_BACKEND = "portal.notices.mailfiles.EmailBackend"
else:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and "starttls" in _mail.query
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", f"portal@{BASE_HOST}")

SEARCH_URL = env_url("SEARCH_URL", "database:", schemes=("database:",))

# --- files -----------------------------------------------------------------------------------
STORAGE_URL = env_url("STORAGE_URL", "file:", schemes=("file:",))
# Private: nothing under it is served by address, only through views that check the reader.
MEDIA_ROOT = DATA_DIR / "documents"
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_MB", 20, least=1, most=200) * 1024 * 1024
UPLOAD_MAX_FILES = env_int("UPLOAD_MAX_FILES", 20, least=1, most=100)
# The largest upload of law texts by an editor; what is larger is imported with the command import_laws.
IMPORT_MAX_BYTES = env_int("IMPORT_MAX_MB", 200, least=1, most=2000) * 1024 * 1024
# Unfinished forms that one person may keep.
DRAFTS_MAX = env_int("DRAFTS_MAX", 20, least=1, most=1000)
# The reminder ladder of legal deadlines: a mail when so many days are left (docs/case-deadlines.md).
DEADLINE_REMINDER_DAYS = (30, 14, 7, 3, 1, 0)
CASE_MAX_FILES = env_int("CASE_MAX_FILES", 200, least=1, most=2000)
# Far above UPLOAD_MAX_FILES, so that too many files get a sentence of the form and not a bare refusal.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# clamd, which looks into every document before others may open it: tcp://host:port or unix:/path. Empty: no check.
CLAMD_URL = env_url("CLAMD_URL", "", schemes=("tcp://", "unix:/")) if env_text("CLAMD_URL") else ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# Maps of scripts are for developers only; packing these few takes longer than packing all other files.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# --- languages and time ----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
USE_I18N = True
TIME_ZONE = env_text("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it only says that somebody is guessing, and lets nobody in
    "portal.accounts.backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "portal.accounts.passwords.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_CHANGE_EMAIL = True  # one address per person; a new one replaces it once confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told to its owner
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a form open to all must not write to people who are not here
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "portal.accounts.forms.signup.SignupForm"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds in which a password or a code counts as just typed
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme

# --- second factor (docs/adr/0045) -----------------------------------------------------------
MFA_ADAPTER = "portal.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT = 10
# Nobody logs in before confirming an address, so a second one that waits for its link does no harm here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.second_factor.LogInCodeForm",
    "reauthenticate": "portal.accounts.forms.second_factor.ConfirmCodeForm",
    "activate_totp": "portal.accounts.forms.second_factor.SetUpForm",
}

# --- guessing passwords (docs/adr/0046) ------------------------------------------------------
# The rules themselves are data in portal/accounts/throttle.py; axes asks it at each log-in.
AXES_HANDLER = "portal.accounts.throttle.LoginHandler"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.throttle.network_of"
AXES_USERNAME_CALLABLE = "portal.accounts.throttle.account_of"
AXES_LOCKOUT_CALLABLE = "portal.accounts.throttle.locked_out"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or whoever keeps knocking keeps the owner out
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# How long the ledger of log-ins (address typed, network, time) is kept: six months at least, by law.
LOGIN_LEDGER_DAYS = env_int("LOGIN_LEDGER_DAYS", 190, least=180, most=730)

# --- security --------------------------------------------------------------------------------
_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = env_text("SESSION_COOKIE_NAME", "portal_session")
CSRF_COOKIE_NAME = f"{SESSION_COOKIE_NAME}_csrf"  # cookies know no ports: two copies on one host need two names
# Only a proxy may say who and how a visitor came; without one these headers are the visitor's own words.
BEHIND_PROXY = env_bool("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # whose address its rate limits count
SECURE_SSL_REDIRECT = _https and PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _https and PRODUCTION else 0
# Subdomains and the preload list bind hosts that are not ours to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- API -------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["portal.lib.api.KnownParameters"],
    "DEFAULT_PAGINATION_CLASS": "portal.lib.api.Pages",
    "DEFAULT_THROTTLE_CLASSES": ["portal.lib.api.AnonymousThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "1200/min", "token": "300/min", "export": "30/hour"},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.lib.api.error_response",
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# --- rules of work ---------------------------------------------------------------------------
# How many different people a publication needs. One is never enough.
PUBLICATION_HANDS = env_int("PUBLICATION_HANDS", 2, least=2, most=3)
# A published guide must be looked at again after this many months, unless its publisher names another day.
GUIDE_REVIEW_MONTHS = env_int("GUIDE_REVIEW_MONTHS", 12, least=1, most=36)
# Whom an expert advised within this many months before is a conflict of interest (domain facts, part 10).
CONFLICT_WINDOW_MONTHS = env_int("CONFLICT_WINDOW_MONTHS", 24, least=1, most=120)
# A digest's period closes at this hour, Asia/Shanghai.
DIGEST_HOUR = env_int("DIGEST_HOUR", 8, least=0, most=23)
# How long a mail worker may be silent about one mail before another takes it over: more than a slow SMTP exchange.
NOTICE_LEASE_SECONDS = env_int("NOTICE_LEASE_SECONDS", 180, least=5, most=3600)
# Webhooks may reach addresses inside the house, and by http: for trying things out, refused in production.
WEBHOOK_ALLOW_PRIVATE = env_bool("WEBHOOK_ALLOW_PRIVATE")
# How often the people on duty are called again for an emergency that nobody has acknowledged.
DUTY_CALL_MINUTES = env_int("DUTY_CALL_MINUTES", 15, least=1, most=240)
# So many emergencies a minute from one network become cases at once; what comes above waits to be confirmed.
EMERGENCY_PER_MINUTE = env_int("EMERGENCY_PER_MINUTE", 10, least=1, most=1000)

# A mailbox outside that keeps the daily root of the case logs; without one it is logged only.
CASE_LOG_ROOT_MAIL = env_text("CASE_LOG_ROOT_MAIL")

# --- logging ---------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "INFO")},
}
