"""The environment as typed settings. One place reads `os.environ`; a wrong value is a sentence, not a stack trace."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parents[2]
SHORTEST_TOKEN = 20
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True)
class Environment:
    """What a deployment may set. Names of the variables are the upper-cased field names."""

    lawbase_data: Path
    """Folder for everything LawBase writes: database, index, keys. Default `var/` in the project."""
    lawbase_texts: tuple[Path, ...]
    """More folders to ingest from, separated by the system's path separator."""
    lawbase_debug: bool
    lawbase_secret_key: str
    lawbase_hosts: tuple[str, ...]
    lawbase_anonymous_rate: str
    """API throttle for anonymous callers, as DRF writes it: `120/min`."""
    lawbase_fetch: bool
    """Whether the first start fetches official texts in the background. `manage.py fetch` works either way."""
    lawbase_semantic: bool
    lawbase_embed: bool
    """Whether search asks for meaning too, where the model is installed."""
    database_url: str
    """`postgres://user:password@host:5432/name`; empty: SQLite in the data folder."""
    celery_broker_url: str
    """`redis://host:6379/0`; empty: what a worker would do is done in the process that asks for it."""
    cache_url: str
    """`redis://host:6379/1`; empty: each process remembers for itself."""
    lawbase_https: bool
    """Whether readers come over https: cookies and redirects are then for https only, and HSTS is sent."""
    lawbase_admin: bool
    """Whether `/admin/` is served. Only there does anybody sign in."""
    lawbase_metrics_token: str
    """What Prometheus sends as a bearer token to `/metrics`; empty: there is no such page."""
    lawbase_log: Literal["lines", "json"]
    """`lines` for a person, `json` for a log server."""
    elasticsearch_url: str
    """Addresses of the Elasticsearch nodes, separated by commas; empty: the embedded engine answers."""
    elasticsearch_api_key: str
    elasticsearch_user: str
    elasticsearch_password: str
    elasticsearch_ca_file: Path | None
    """Certificates that sign the server's, where the system does not know them."""
    elasticsearch_timeout: float
    """Seconds a reader's search waits for Elasticsearch before the embedded index answers."""
    elasticsearch_prefix: str
    """What the names of its indices begin with; keeps several libraries on one cluster apart."""

    @property
    def texts(self) -> tuple[Path, ...]:
        """Folders read by ingestion, in order: `texts/`, the shared corpus beside the project, `LAWBASE_TEXTS`."""
        beside = PROJECT.parent / "shared" / "corpus"
        folders = (*((beside,) if beside.is_dir() else ()), *self.lawbase_texts)
        # `texts/` is named even before it exists: fetching makes it, and the same process then ingests from it.
        return (PROJECT / "texts", *(folder for folder in folders if folder.is_dir()))


def _flag(name: str, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {raw!r}; set it to 1 (on) or 0 (off).")
    return value in TRUE


def _folders(name: str) -> tuple[Path, ...]:
    folders = tuple(
        Path(part).expanduser() for part in os.environ.get(name, "").split(os.pathsep) if part.strip()
    )
    for folder in folders:
        if not folder.is_dir():
            raise ImproperlyConfigured(
                f"{name} names {folder}, which is not a folder; create it or remove the entry."
            )
    return folders


def _addresses(name: str) -> str:
    urls = os.environ.get(name, "").strip()
    for url in filter(None, (part.strip() for part in urls.split(","))):
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            # Not shown whole: what stands in it may be a password.
            raise ImproperlyConfigured(
                f"{name} must be http:// or https://, a host and a port, without a user (several are separated by commas); "
                "a user goes into ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD."
            )
        if parts.port is None:
            raise ImproperlyConfigured(
                f"{name} names no port for {parts.hostname}; write it out, for example :9200."
            )
    return urls


def _seconds(name: str, default: float) -> float:
    raw = os.environ.get(name, str(default))
    try:
        seconds = float(raw)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds <= 60.0:
        raise ImproperlyConfigured(f"{name} is {raw!r}; write seconds, more than 0 and at most 60.")
    return seconds


def _file(name: str) -> Path | None:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return None
    path = Path(raw).expanduser()
    if not path.is_file():
        raise ImproperlyConfigured(f"{name} names {path}, which is not a file.")
    return path


def _index_prefix(name: str) -> str:
    prefix = os.environ.get(name, "lawbase")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,60}", prefix):
        raise ImproperlyConfigured(f"{name} is {prefix!r}; write small letters, digits and hyphens.")
    return prefix


def _rate(name: str, default: str) -> str:
    rate = os.environ.get(name, default)
    number, _, period = rate.partition("/")
    if not number.isdigit() or period not in {"s", "sec", "min", "hour", "day"}:
        raise ImproperlyConfigured(f"{name} is {rate!r}; write a number and a period, for example 120/min.")
    return rate


def _token(name: str) -> str:
    token = os.environ.get(name, "").strip()
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"{name} is shorter than {SHORTEST_TOKEN} characters; make one with `openssl rand -hex 24`."
        )
    return token


def _log(name: str) -> Literal["lines", "json"]:
    match os.environ.get(name, "lines").strip():
        case "lines":
            return "lines"
        case "json":
            return "json"
        case other:
            raise ImproperlyConfigured(f"{name} is {other!r}; set it to lines or json.")


def _url(name: str, schemes: tuple[str, ...], example: str) -> str:
    """The variable, empty if not set; checked for one of the schemes and a host."""
    value = os.environ.get(name, "").strip()
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        sound = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound:
        # The value may hold a password, so it is not repeated.
        raise ImproperlyConfigured(f"{name} is not an address that LawBase can use; write it like {example}.")
    return value


def _secret(data: Path) -> str:
    """The signing key: from the environment, else made once and kept beside the database, readable by its owner only."""
    if key := os.environ.get("LAWBASE_SECRET_KEY"):
        return key
    path = data / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        key = secrets.token_urlsafe(48)
        data.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        return key


def read() -> Environment:
    """Read and check the environment. Raises `ImproperlyConfigured` naming the variable."""
    data = Path(os.environ.get("LAWBASE_DATA") or PROJECT / "var").expanduser().resolve()
    hosts = os.environ.get("LAWBASE_HOSTS", "127.0.0.1,localhost,[::1],testserver")
    return Environment(
        lawbase_data=data,
        lawbase_texts=_folders("LAWBASE_TEXTS"),
        lawbase_debug=_flag("LAWBASE_DEBUG", False),
        lawbase_secret_key=_secret(data),
        lawbase_hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
        lawbase_anonymous_rate=_rate("LAWBASE_ANONYMOUS_RATE", "120/min"),
        lawbase_fetch=_flag("LAWBASE_FETCH", True),
        lawbase_semantic=_flag("LAWBASE_SEMANTIC", True),
        lawbase_embed=_flag("LAWBASE_EMBED", True),
        database_url=_url(
            "DATABASE_URL", ("postgres", "postgresql"), "postgres://user:password@host:5432/lawbase"
        ),
        celery_broker_url=_url("CELERY_BROKER_URL", ("redis", "rediss"), "redis://host:6379/0"),
        cache_url=_url("CACHE_URL", ("redis", "rediss"), "redis://host:6379/1"),
        lawbase_https=_flag("LAWBASE_HTTPS", False),
        lawbase_admin=_flag("LAWBASE_ADMIN", False),
        lawbase_metrics_token=_token("LAWBASE_METRICS_TOKEN"),
        lawbase_log=_log("LAWBASE_LOG"),
        elasticsearch_url=_addresses("ELASTICSEARCH_URL"),
        elasticsearch_api_key=os.environ.get("ELASTICSEARCH_API_KEY", ""),
        elasticsearch_user=os.environ.get("ELASTICSEARCH_USER", ""),
        elasticsearch_password=os.environ.get("ELASTICSEARCH_PASSWORD", ""),
        elasticsearch_ca_file=_file("ELASTICSEARCH_CA_FILE"),
        elasticsearch_timeout=_seconds("ELASTICSEARCH_TIMEOUT", 2.0),
        elasticsearch_prefix=_index_prefix("ELASTICSEARCH_PREFIX"),
    )
