"""Django's settings, from the environment. Every variable is described in docs/settings.md.

Files, keys and the private database live in LIBRETTO_HOME, the only folder the server writes to.
"""

from __future__ import annotations

import os
from pathlib import Path

from whitenoise.compress import Compressor  # type: ignore[import-untyped]

from libretto_site import env
from libretto_site.database import database_from_url
from libretto_site.debug_model import debug_model
from libretto_site.home import Home, version
from libretto_site.mail_transport import TO_FILES, mail_transport

CHECKOUT = Path(__file__).resolve().parent.parent
HOME = Home(env.path("LIBRETTO_HOME", CHECKOUT / "var"))
VERSION = version(CHECKOUT / "CHANGELOG.md")

# --- Secrets: given, or made once and kept in LIBRETTO_HOME -----------------------------------------
SECRET_KEY = env.optional("LIBRETTO_SECRET_KEY") or HOME.secret("secret_key")
# The first key encrypts, all of them decrypt; see `manage.py rotate_credentials`.
CREDENTIAL_KEYS = env.words("LIBRETTO_CREDENTIAL_KEYS", []) or [HOME.fernet_key("credential_key")]

# --- Where we are reached -----------------------------------------------------------------------
PUBLIC_URL = env.text("LIBRETTO_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("LIBRETTO_ALLOWED_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if env.boolean("LIBRETTO_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DEBUG = env.boolean("LIBRETTO_DEBUG", False)

# --- Applications ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "debugging",
    "replay",
    "jobs",
    "recordings",
    "logs",
    "deployments",
    "accounts",
    "api",
    "libretto_site",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "anymail",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "libretto_site.slashes.SingleSlashes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "libretto_site.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "libretto_site.urls"
ASGI_APPLICATION = "libretto_site.asgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CHECKOUT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.current_team",
            ],
        },
    },
]
STATIC_URL = "/static/"
STATIC_ROOT = HOME.path / "static"
STATICFILES_DIRS = [CHECKOUT / "static"]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# --- Database -------------------------------------------------------------------------------------
DATABASE_URL = env.optional("DATABASE_URL") or HOME.read_optional("postgres/url")
DATABASES = {"default": database_from_url(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/runs"
LOGOUT_REDIRECT_URL = "/sign-in"
CSRF_FAILURE_VIEW = "libretto_site.failures.csrf_failed"
# Messages stay in the reader's own cookie: a new key's secret is one, and must not rest in our database.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- Files ----------------------------------------------------------------------------------------
STORAGES = {
    "default": {
        "BACKEND": env.text("LIBRETTO_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json_object(
            "LIBRETTO_STORAGE_OPTIONS",
            {} if env.optional("LIBRETTO_STORAGE") else {"location": str(HOME.path / "files")},
        ),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What only debuggers read is half of all there is; a first start would wait for it to be compressed.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# --- Mail -----------------------------------------------------------------------------------------
_transport = mail_transport(backend=env.optional("LIBRETTO_EMAIL_BACKEND"), smtp_url=env.optional("LIBRETTO_SMTP_URL"))
EMAIL_BACKEND = _transport.backend
EMAIL_HOST, EMAIL_PORT = _transport.host, _transport.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _transport.user, _transport.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _transport.use_ssl, _transport.use_tls
MAIL_IS_DELIVERED = _transport.backend != TO_FILES
EMAIL_TIMEOUT = 30  # seconds, as anymail's
EMAIL_FILE_PATH = str(HOME.path / "mail")
ANYMAIL = env.json_object("LIBRETTO_ANYMAIL", {})
DEFAULT_FROM_EMAIL = env.text("LIBRETTO_MAIL_FROM", "Libretto <libretto@localhost>")
MAIL_LINK_HOURS = env.integer("LIBRETTO_MAIL_LINK_HOURS", 72, least=1, most=24 * 365)
MAILS_PER_HOUR = env.integer("LIBRETTO_MAILS_PER_HOUR", 20, least=1)
DIGEST_HOUR = env.integer("LIBRETTO_DIGEST_HOUR", 7, most=23)

# --- The model of the debug agent, if any ------------------------------------------------------------
MODEL_URL = env.text("LIBRETTO_MODEL_URL", "")
MODEL_API_KEY = env.text("LIBRETTO_MODEL_API_KEY", "")
MODEL = debug_model(name=env.optional("LIBRETTO_MODEL"), url=MODEL_URL, api_key=MODEL_API_KEY)
MODEL_STEPS = env.integer("LIBRETTO_MODEL_STEPS", 8, least=1, most=50)
MODEL_TOKENS = env.integer("LIBRETTO_MODEL_TOKENS", 60_000, least=1_000)
MODEL_SECONDS = env.integer("LIBRETTO_MODEL_SECONDS", 120, least=5, most=900)
MODEL_COST_USD = env.amount("LIBRETTO_MODEL_COST_USD", "0.50")
MODEL_USD_PER_MONTH = env.amount("LIBRETTO_MODEL_USD_PER_MONTH", "20")
MODEL_REPORTS_PER_DAY = env.integer("LIBRETTO_MODEL_REPORTS_PER_DAY", 50)

# --- The API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],  # names the media type; see api/request_body.py
    "DEFAULT_RENDERER_CLASSES": ["api.envelope.EnvelopeRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "EXCEPTION_HANDLER": "api.error_handling.handle",
    "DEFAULT_SCHEMA_CLASS": "api.schema.EnvelopeSchema",
    "UNAUTHENTICATED_USER": None,
}
API_CHECK_RESPONSES = False  # tests switch it on: an answer must be what the OpenAPI document promises
SPECTACULAR_SETTINGS = {
    "TITLE": "Libretto",
    "DESCRIPTION": "Run, watch and repair browser workflows. Send your API key as `x-api-key`.",
    "VERSION": VERSION,
    "SCHEMA_PATH_PREFIX": "/v1",
    "POSTPROCESSING_HOOKS": ["api.schema.add_envelope_and_errors"],
}
PARAMS_MAX_BYTES = env.integer("LIBRETTO_PARAMS_MAX_BYTES", 256 * 1024)
BUNDLE_MAX_BYTES = env.integer("LIBRETTO_BUNDLE_MAX_BYTES", 100 * 1024**2)
BUNDLE_MAX_UNPACKED_BYTES = env.integer("LIBRETTO_BUNDLE_MAX_UNPACKED_BYTES", 500 * 1024**2)
BUNDLE_MAX_FILES = env.integer("LIBRETTO_BUNDLE_MAX_FILES", 10_000)
REQUEST_MAX_BYTES = env.integer("LIBRETTO_REQUEST_MAX_BYTES", 1024**2)  # all endpoints but deployments/create
# A bundle travels as base64 (4 bytes for 3) inside JSON.
DATA_UPLOAD_MAX_MEMORY_SIZE = BUNDLE_MAX_BYTES * 4 // 3 + REQUEST_MAX_BYTES

# --- Runs -----------------------------------------------------------------------------------------
CHROMIUM = env.optional("LIBRETTO_CHROMIUM")
JOB_TIMEOUT_SECONDS = env.integer("LIBRETTO_JOB_TIMEOUT_SECONDS", 1800, least=1)
JOB_TIMEOUT_MAX_SECONDS = env.integer("LIBRETTO_JOB_TIMEOUT_MAX_SECONDS", 3600, least=1)
LOG_LINES_MAX = env.integer("LIBRETTO_LOG_LINES_MAX", 200_000, least=0)
LOG_MAX_BYTES = env.integer("LIBRETTO_LOG_MAX_BYTES", 64 * 1024**2, least=0)
LOG_LINES_PER_SECOND = env.integer("LIBRETTO_LOG_LINES_PER_SECOND", 5_000, least=0)
LOG_LINE_MAX_BYTES = env.integer("LIBRETTO_LOG_LINE_MAX_BYTES", 64 * 1024, least=256)
RESULT_MAX_BYTES = env.integer("LIBRETTO_RESULT_MAX_BYTES", 1024**2)
CHILD_MEMORY_MAX_BYTES = env.integer("LIBRETTO_CHILD_MEMORY_MAX_BYTES", 4 * 1024**3)
BUILD_TIMEOUT_SECONDS = env.integer("LIBRETTO_BUILD_TIMEOUT_SECONDS", 600, least=1)
HEARTBEAT_SECONDS = env.integer("LIBRETTO_HEARTBEAT_SECONDS", 5, least=1)
# A run whose worker has been silent for this long is ended by the sweep.
SILENCE_SECONDS = env.integer("LIBRETTO_SILENCE_SECONDS", 25, least=2)
SWEEP_SECONDS = env.integer("LIBRETTO_SWEEP_SECONDS", 10, least=1)
LINK_SECONDS = env.integer("LIBRETTO_LINK_SECONDS", 3600, least=1)
SANDBOX = env.choice("LIBRETTO_SANDBOX", "auto", ("auto", "bubblewrap", "none"))
RECORDING_DAYS = env.integer("LIBRETTO_RECORDING_DAYS", 30, least=1)
ARTIFACT_DAYS = env.integer("LIBRETTO_ARTIFACT_DAYS", 90, least=1)
AUDIT_DAYS = env.integer("LIBRETTO_AUDIT_DAYS", 365, least=1)
CACHE_DAYS = env.integer("LIBRETTO_CACHE_DAYS", 14, least=1)
LOG_DAYS = env.integer("LIBRETTO_LOG_DAYS", 30, least=1)

# --- Work -----------------------------------------------------------------------------------------
BROKER_URL = env.optional("CELERY_BROKER_URL")

# --- What we say of ourselves ---------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"httpx": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": env.text("LIBRETTO_LOG_LEVEL", "INFO")},
}
os.environ.setdefault("TMPDIR", str(HOME.folder("tmp")))
