"""The made-up library that pages are read in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from lawbase.cases.models import Case
from lawbase.search.service import index_folder
from lawbase.statutes.models import Law, Provision, ProvisionVersion
from lawbase.taxonomy.models import InfringementType
from lawbase.web.messages import compile_messages
from tests import factories as make
from tests.editors import Editors, write
from tests.replay import Replayed


@pytest.fixture(scope="session", autouse=True)
def _messages() -> None:
    """Django knows Chinese pages only once their catalogue is compiled."""
    compile_messages()


@pytest.fixture(autouse=True)
def _own_folders(settings: object, tmp_path: Path) -> Iterator[None]:
    """No page of a test reads the developer's index, notes or collected files."""
    settings.LAWBASE_DATA = tmp_path  # type: ignore[attr-defined]
    settings.LAWBASE_INDEX = tmp_path / "index"  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    index_folder.cache_clear()
    yield
    index_folder.cache_clear()


@dataclass
class Library:
    """One Chinese law with a provision of two versions, one US act, a tree of two types, one case."""

    law: Law
    dated: Provision
    old: ProvisionVersion
    new: ProvisionVersion
    act: Law
    section: Provision
    root: InfringementType
    trade: InfringementType
    case: Case


@pytest.fixture
def library(db: None) -> Library:
    return _library()


@Replayed
def _library() -> Library:
    law = make.make_law("cn-garden")
    for key in ("1", "2", "3"):
        make.make_version(make.make_provision(law, key), f"园中第{key}处。", "2020-01-01", toc=["第一章 园"])
    dated = make.make_provision(law, "2-1", heading_zh="花", heading_en="Flowers")
    old = make.make_version(dated, "旧花。\n旧草。", "2020-01-01", "2023-07-01", toc=["第一章 园"])
    new = make.make_version(
        dated, "新花有下列各种：\n（一）红花；\n（二）白花。\n新草。", "2023-07-01", toc=["第一章 园"]
    )
    act = make.make_law("us-orchard", core_order=2)
    section = make.make_provision(act, "10")
    make.make_version(
        section,
        "(a)\n(1) No person shall sell apples.\n(2) Pears are free.\n(b) Fines apply.",
        "2021-01-01",
        heading="Apples",
    )
    root = make.make_type("misuse")
    trade = make.make_type("trade", root, everyday_zh=["卖花"], everyday_en=["flowers sold"])
    make.make_link(dated, trade, {new: "红花"}, unit="1.1")
    make.make_link(dated, trade, {old: "旧草"}, unit="2", role="punishes")
    make.make_link(section, trade, {section.versions.get(): "No person shall sell apples."}, unit="a.1")
    case = make.make_case("cn-flower", outcome={"fine": 10000, "currency": "CNY"}, checked_fields=["title"])
    make.make_case_link(case, trade)
    make.cite(dated, case)
    return Library(law, dated, old, new, act, section, root, trade, case)


@pytest.fixture
def page(client: Client):
    """The text of a page: `page("/en/laws/", 200)`."""

    def read(address: str, status: int = 200) -> str:
        response = client.get(address)
        assert response.status_code == status, (address, response.status_code)
        return response.content.decode()

    return read


@pytest.fixture
def editors(library: Library) -> Editors:
    """What the editors wrote about that library."""
    return write(library)
