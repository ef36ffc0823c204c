"""Where LawBase may fetch from. Nothing else is asked, not even by a redirect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lawbase.ingest.fetch.errors import FetchError

HOSTS: Mapping[str, str] = {
    "leginfo.legislature.ca.gov": "the codes of California, published by its legislature",
    "cppa.ca.gov": "the agency that enforces the CCPA publishes the act as it stands",
    "uscode.house.gov": "the United States Code, published by the Office of the Law Revision Counsel of the House",
    "flk.npc.gov.cn": "the national database of laws and regulations of the National People's Congress",
    "flkoss.obs-bj2.cucloud.cn": "the file store that flk.npc.gov.cn sends readers to for its .docx files",
}
"""Exact host names, each with why it is here."""


@dataclass(frozen=True)
class AllowList:
    """The hosts that may be asked, and how. Tests allow a server of their own; nothing else should."""

    hosts: Mapping[str, str]
    scheme: str = "https"
    any_port: bool = False

    def check(self, url: str) -> str:
        """The host of `url`. Raises `FetchError` saying why an address is refused."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise FetchError(f"{url} is no address ({error}); correct it in corpus/statutes.yaml.") from error
        if parts.scheme != self.scheme:
            raise FetchError(
                f"{url} is not fetched: only {self.scheme} addresses are; correct it in corpus/statutes.yaml."
            )
        if host not in self.hosts:
            raise FetchError(
                f"{url} is not fetched: {host or 'a nameless host'} is not among the hosts that lawbase/ingest/fetch/hosts.py "
                "allows; correct the address, or add the official host there with the reason."
            )
        if parts.username is not None or parts.password is not None:
            raise FetchError(f"{host}: an address with a user name is not fetched; correct it.")
        if port is not None and not self.any_port:
            raise FetchError(
                f"{url} is not fetched: an official site needs no port in its address; correct it."
            )
        return host


OFFICIAL = AllowList(HOSTS)
