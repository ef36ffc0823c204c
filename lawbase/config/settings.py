"""Django settings. What varies between deployments comes from `lawbase.config.env`; the rest is decided here."""

from __future__ import annotations

import django.conf.locale
from django.utils.translation import gettext_lazy as _

from lawbase.config import databases, env, logs

ENV = env.read()
BASE_DIR = env.PROJECT

DEBUG = ENV.lawbase_debug
SECRET_KEY = ENV.lawbase_secret_key
ALLOWED_HOSTS = list(ENV.lawbase_hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    *(
        # Only where somebody signs in; readers get no session and no cookie but the choice of language.
        ["django.contrib.sessions", "django.contrib.messages", "django.contrib.admin"]
        if ENV.lawbase_admin
        else []
    ),
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "lawbase.statutes",
    "lawbase.citations",
    "lawbase.cases",
    "lawbase.taxonomy",
    "lawbase.search",
    "lawbase.research",
    "lawbase.ingest",
    "lawbase.api",
    "lawbase.web",
    "lawbase.operations",
]

MIDDLEWARE = [
    "lawbase.operations.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(["django.contrib.sessions.middleware.SessionMiddleware"] if ENV.lawbase_admin else []),
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *(
        [
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ]
        if ENV.lawbase_admin
        else []
    ),
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "lawbase.config.urls"
WSGI_APPLICATION = "lawbase.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                    if ENV.lawbase_admin
                    else []
                ),
                "lawbase.web.context.site",
            ],
        },
    },
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ENV.lawbase_data / "lawbase.sqlite3",
    # Readers go on while ingestion writes (WAL); a writer waits for another instead of failing; IMMEDIATE makes a
    # transaction take its write lock at the start, so it cannot fail half-way because another writer came first.
    "OPTIONS": {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
    },
    "CONN_MAX_AGE": None,
}
DATABASES = {"default": databases.postgresql(ENV.database_url) if ENV.database_url else SQLITE}
CACHES = {
    "default": {
        "BACKEND": "lawbase.config.caches.PatientRedisCache",
        "LOCATION": ENV.cache_url,
        "KEY_PREFIX": "lawbase",
    }
    if ENV.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
# Addresses are /en/ and /zh/ (DESIGN); Django itself knows Chinese only by its script subtags, so `zh` is introduced.
django.conf.locale.LANG_INFO["zh"] = {"bidi": False, "code": "zh", "name": "Chinese", "name_local": "中文"}
LANGUAGES = [("en", _("English")), ("zh", _("Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.lawbase_data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing is fetched from elsewhere, and nothing in a page is run that did not come as a file of ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
CSRF_COOKIE_HTTPONLY = True
if ENV.lawbase_https:
    # TLS ends at the proxy in front, which must set this header and drop what a client sends of it (docs/deployment.md).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [
        f"https://{host}" for host in ENV.lawbase_hosts if not host.startswith(("127.", "[", "testserver"))
    ]

CACHE_URL = ENV.cache_url
CELERY_BROKER_URL = ENV.celery_broker_url
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TRACK_STARTED = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task that a dead worker held comes back after this; longer than the longest task may take (`operations/tasks.py`).
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3700,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "max_retries": 1,
}
CELERY_BEAT_SCHEDULE = {
    # Whatever could not be announced, because the broker or the index was down, is found by these.
    "deliver": {"task": "lawbase.deliver", "schedule": 15.0, "options": {"expires": 15}},
    "sweep": {"task": "lawbase.sweep", "schedule": 3600.0, "options": {"expires": 3600}},
    # What came in since and has no vector yet.
    "embed": {"task": "lawbase.embed", "schedule": 1800.0, "options": {"expires": 1800}},
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    # Nobody signs in to a library that only reads: no sessions, no cookies but the choice of language.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": ENV.lawbase_anonymous_rate},
    "EXCEPTION_HANDLER": "lawbase.api.errors.handler",
    # A caller could give any X-Forwarded-For and so never be throttled; a proxy's word is the server's business.
    "NUM_PROXIES": 0,
    # Unknown parameters are refused (`api/parameters.py`), `format` like any other.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "LawBase API",
    "DESCRIPTION": "Personal-information law of China and the United States: provisions with their dates, cases, "
    "infringement types and the evidence that links them. Read-only.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # Closed lists of codes stay where they are used; hoisted, the many called `kind` would need made-up names.
    "POSTPROCESSING_HOOKS": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

LAWBASE_TEXTS = ENV.texts
# Where `manage.py fetch` puts what it downloads: `texts/`, always the first of the folders.
LAWBASE_FETCHED = ENV.texts[0]
LAWBASE_FETCH = ENV.lawbase_fetch
LAWBASE_DATA = ENV.lawbase_data
LAWBASE_CORPUS = BASE_DIR / "corpus"
LAWBASE_INDEX = ENV.lawbase_data / "index"
LAWBASE_SEMANTIC = ENV.lawbase_semantic
LAWBASE_EMBED = ENV.lawbase_embed
LAWBASE_VECTORS = LAWBASE_CORPUS / "vectors"
# The learned order of provisions: its trees and its memory (`lawbase.search.ranking`).
LAWBASE_RANKING = LAWBASE_CORPUS / "ranking"

ELASTICSEARCH_URL = ENV.elasticsearch_url
ELASTICSEARCH_API_KEY = ENV.elasticsearch_api_key
ELASTICSEARCH_USER = ENV.elasticsearch_user
ELASTICSEARCH_PASSWORD = ENV.elasticsearch_password
ELASTICSEARCH_CA_FILE = ENV.elasticsearch_ca_file
ELASTICSEARCH_TIMEOUT = ENV.elasticsearch_timeout
ELASTICSEARCH_PREFIX = ENV.elasticsearch_prefix

LAWBASE_ADMIN = ENV.lawbase_admin
# What editors wrote is changed in `corpus/` and nowhere else, so the admin shows its history and takes nothing back.
SIMPLE_HISTORY_REVERT_DISABLED = True
LAWBASE_METRICS_TOKEN = ENV.lawbase_metrics_token

LOGGING = logs.configure(as_json=ENV.lawbase_log == "json")
