"""Django settings. What varies between deployments comes from `lawbase.config.env`; the rest is decided here."""

from __future__ import annotations

import django.conf.locale
from django.utils.translation import gettext_lazy as _

from lawbase.config import env

ENV = env.read()
BASE_DIR = env.PROJECT

DEBUG = ENV.lawbase_debug
SECRET_KEY = ENV.lawbase_secret_key
ALLOWED_HOSTS = list(ENV.lawbase_hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "lawbase.statutes",
    "lawbase.citations",
    "lawbase.cases",
    "lawbase.taxonomy",
    "lawbase.search",
    "lawbase.ingest",
    "lawbase.api",
    "lawbase.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
                "lawbase.web.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": {
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

ELASTICSEARCH_URL = ENV.elasticsearch_url
ELASTICSEARCH_API_KEY = ENV.elasticsearch_api_key
ELASTICSEARCH_USER = ENV.elasticsearch_user
ELASTICSEARCH_PASSWORD = ENV.elasticsearch_password
ELASTICSEARCH_CA_FILE = ENV.elasticsearch_ca_file
ELASTICSEARCH_TIMEOUT = ENV.elasticsearch_timeout
ELASTICSEARCH_PREFIX = ENV.elasticsearch_prefix

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "lawbase": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Django itself would only mail an error; an operator reads stderr.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
