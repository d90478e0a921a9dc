"""All settings, read once from the environment. README lists the names and what they mean."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / env.path("DATA_DIR", BASE_DIR / "var")

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str(
    "SECRET_KEY", "for the demo on one machine, never for a real site" if DEBUG else ""
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

if not DEBUG and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to at least 50 random characters, or DEBUG=true on your own machine."
    )
if not DEBUG and any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "Name each host in ALLOWED_HOSTS: wildcards are refused when DEBUG is off."
    )
if DEMO and not DEBUG:
    raise ImproperlyConfigured("Demo accounts are for your own machine: DEMO needs DEBUG=true.")

INSTALLED_APPS = [
    "govuk",
    "files",
    "outbox",
    "accounts",
    "recommendations",
    "responses",
    "search",
    "progress",
    "documents",
    "supercomplaint.admin.config.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
]

MIDDLEWARE = [
    "supercomplaint.logs.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "supercomplaint.middleware.security_headers",
    "supercomplaint.middleware.refuse_unreadable_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.read_access",
    "accounts.sign_in.middleware.end_sessions_in_time",
    "files.middleware.bounded_body",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sign_in.middleware.SecondFactorFirst",
    "accounts.unsaved.middleware.KeepUnsavedWords",
    *(["supercomplaint.middleware.own_not_found_page"] if DEMO else []),
]

ROOT_URLCONF = "supercomplaint.urls"
WSGI_APPLICATION = "supercomplaint.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.static",
                "crispy_forms.templatetags.crispy_forms_tags",
                "govuk.templatetags.page",
                "govuk.templatetags.fields",
                "accounts.templatetags.unsaved",
                "responses.templatetags.answers",
                "progress.templatetags.figures",
            ],
        },
    },
    {
        # What is drawn hundreds of times on a page; see govuk/jinja.py.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "govuk.jinja.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"

# SQLite takes the write lock when a transaction begins: of two who save at once one waits, and none is refused.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON",
}
DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'supercomplaint.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE
else:
    # Compiling a statement that counts takes longer than running it, even over half a million answers.
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c jit=off"},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that every process counts the same failed sign-ins.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django keeps 300 by default: guesses at some hundred addresses would push out the counters of the first.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 5_000},  # of each filter in use some for every organisation
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sign_in.backends.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.sign_in.passwords.GuessablePasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "responses:home"
LOGOUT_REDIRECT_URL = "progress:reports"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "accounts.sign_in.adapter.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whatever address somebody types
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Police super-complaints: "
ACCOUNT_FORMS = {"reset_password": "accounts.sign_in.forms.ResetPasswordForm"}
# Failures are counted before a password is hashed, by the person's address and by the account. Forms with nothing in
# them are not counted: 30 of a stranger would lock out everybody who shares an address with them.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "30/m/ip,5/5m/key"}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
PASSWORD_RESET_TIMEOUT = 60 * 60
KNOWN_COOKIE_NAME = "known"
MAIL_IN_BACKGROUND = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = (
    5 * 60
)  # before somebody changes their password or their ways to sign in
MFA_FORMS = {"add_webauthn": "accounts.sign_in.forms.AddKeyForm"}
MFA_ADAPTER = "accounts.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an admin sets addresses; nobody confirms one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # http://localhost
MFA_TOTP_ISSUER = "Police super-complaints"
# Demo accounts share one password that everybody knows; a second factor would protect nothing.
ROLES_WITHOUT_VIEWERS = ["lead", "chief_officer", "scrutiny", "reviewer", "admin"]
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", ROLES_WITHOUT_VIEWERS)
STEP_UP_SECONDS = env.int("STEP_UP_MINUTES", 30) * 60
if DEMO:
    SECOND_FACTOR_ROLES = []
    STEP_UP_SECONDS = 0
# With the session, so that nobody reads what the person before them was told.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 12 * 60 * 60  # from signing in, whatever is done
SESSION_IDLE_SECONDS = (
    env.int("SESSION_IDLE_MINUTES", 60) * 60
)  # for those who sign, judge or administer
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = False
UNSAVED_COOKIE_NAME = "unsaved"
CSRF_FAILURE_VIEW = "accounts.views.token_refused"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "files.store.WholeFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "supercomplaint.storage.HashedStaticFiles"
    },
}
MEDIA_ROOT = DATA_DIR / "evidence"
# Whose rows are cleaned of what nobody sees; an event holds the hash of its words as they came.
APPS_WITH_TYPED_TEXT = {"accounts", "recommendations", "responses"}
SEALED_ROWS = {"responses.Event"}
EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_BYTES", 20 * 1024**2)
# Of one organisation, files that wait for their description included. Evidence is never deleted.
EVIDENCE_QUOTA_BYTES = env.int("EVIDENCE_QUOTA_BYTES", 5 * 1024**3)
# Where several files come in one form; elsewhere one, and nothing large from who is signed out.
ADDRESSES_OF_MANY_FILES = {"responses:evidence", "admin:responses_forceresponse_evidence"}
CLAMD_SOCKET = env.str(
    "CLAMD_SOCKET", ""
)  # without it files are not scanned, and their pages say so
FILE_UPLOAD_HANDLERS = [
    "files.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL = env.dj_email_url("EMAIL_URL", "console://")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = (
    EMAIL["EMAIL_BACKEND"],
    EMAIL["EMAIL_HOST"],
    EMAIL["EMAIL_PORT"],
)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
# Seconds without a word from the mail server. Without it a silent one holds a worker for ever.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)
EMAIL_DEADLINE = 6 * EMAIL_TIMEOUT  # seconds for one email in all
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_CONTACT = env.str("SITE_CONTACT", "")
# Who runs the site, for the pages that the law asks for. One that is missing is a warning at start.
SITE = {
    "controller": env.str("SITE_CONTROLLER", ""),
    "accessibility": env.str("ACCESSIBILITY_CONTACT", ""),
    "data_protection": env.str("DATA_PROTECTION_CONTACT", ""),
    "retention": env.str("RETENTION", ""),
}
SECURITY_CONTACT = env.str(
    "SECURITY_CONTACT", ""
)  # an address as RFC 9116 has it: mailto: or https:
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "supercomplaint@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{
            f"{kind}-src": [SELF]
            for kind in ("script", "style", "img", "font", "connect", "manifest")
        },
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [
        "^healthz$",
        "^readyz$",
    ]  # probes ask from beside the site, without a proxy
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    UNSAVED_COOKIE_NAME = "__Host-unsaved"
    KNOWN_COOKIE_NAME = "__Host-known"
    if env.bool("BEHIND_TLS_PROXY", False):
        if not TRUSTED_PROXIES:
            raise ImproperlyConfigured(
                "Set TRUSTED_PROXIES to the number of proxies in front of the site. Without it everybody has the "
                "address of the proxy, and wrong passwords of one stranger lock out everybody."
            )
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

ACCESS_LOG = env.bool("ACCESS_LOG", not DEBUG)
ACCESS_HANDLERS = {True: "json", False: "none"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "supercomplaint.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": sys.stderr},
        "json": {"class": "logging.StreamHandler", "stream": sys.stdout, "formatter": "json"},
        "none": {"class": "logging.NullHandler"},
    },
    "loggers": {
        name: {"handlers": [ACCESS_HANDLERS[ACCESS_LOG]], "level": "INFO", "propagate": False}
        for name in ("supercomplaint.access", "supercomplaint.security")
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
if not DEBUG:
    LOGGING["handlers"]["console"]["formatter"] = "json"
