"""The OpenAPI description: sound, complete, and what the endpoints really answer."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from tests import editors as write
from tests import factories as make
from tests.api.conftest import Get, Library, build


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_description_is_valid_without_a_warning(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))
    schema = yaml.safe_load((tmp_path / "schema.yaml").read_text(encoding="utf-8"))
    assert schema["openapi"].startswith("3.1")


def test_every_endpoint_is_described_with_its_parameters_and_answers(described: dict[str, Any]) -> None:
    assert list(described["paths"]) == [
        "/api/v1/", "/api/v1/cases/", "/api/v1/cases/{slug}/", "/api/v1/facts/", "/api/v1/laws/", "/api/v1/laws/{slug}/",
        "/api/v1/laws/{slug}/provisions/", "/api/v1/laws/{slug}/provisions/{key}/", "/api/v1/links/", "/api/v1/search/",
        "/api/v1/suggest/", "/api/v1/tasks/", "/api/v1/terms/", "/api/v1/topics/", "/api/v1/topics/{slug}/", "/api/v1/types/",
        "/api/v1/types/{slug}/",
    ]  # fmt: skip
    for path, methods in described["paths"].items():
        (method,) = methods
        assert method == ("post" if path == "/api/v1/facts/" else "get")
        operation = methods[method]
        assert operation["summary"]
        assert operation["description"]
        assert {"200", "400", "429"} <= set(operation["responses"])
        assert ("404" in operation["responses"]) == ("{" in path)
        assert all(p["in"] == "path" or p["description"] for p in operation.get("parameters", []))


def test_the_parameters_described_are_those_taken(
    described: dict[str, Any], refused, library: Library
) -> None:
    for path, methods in described["paths"].items():
        address = path.removeprefix("/api/v1/").format(slug="cn-garden", key="1")
        if "get" not in methods:
            continue
        named = {p["name"] for p in methods["get"].get("parameters", []) if p["in"] == "query"}
        assert named == set(refused(f"{address}?colour=red")["allowed"])


def closed(described: dict[str, Any]) -> dict[str, Any]:
    """The components, each refusing what it does not name."""
    components = copy.deepcopy(described["components"])
    for schema in components["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
            optional = {"parameter", "allowed", "near", "position", "repaired", "pages"}
            schema["required"] = [name for name in schema["properties"] if name not in optional]
    return components


@pytest.mark.parametrize(("path", "addresses"), [
    ("/api/v1/", [""]),
    ("/api/v1/laws/", ["laws/", "laws/?page_size=1"]),
    ("/api/v1/laws/{slug}/", ["laws/cn-garden/", "laws/us-orchard/?at=2010-01-01"]),
    ("/api/v1/laws/{slug}/provisions/", ["laws/cn-garden/provisions/", "laws/us-orchard/provisions/"]),
    ("/api/v1/laws/{slug}/provisions/{key}/", [
        "laws/cn-garden/provisions/2-1/", "laws/cn-garden/provisions/2-1/?at=2021-01-01", "laws/us-orchard/provisions/10/",
        "laws/us-orchard/provisions/99/", "laws/cn-garden/provisions/2-1/?at=2010-01-01",
    ]),
    ("/api/v1/cases/", ["cases/?scope=all"]),
    ("/api/v1/cases/{slug}/", ["cases/cn-flower/", "cases/spc-text/"]),
    ("/api/v1/types/", ["types/"]),
    ("/api/v1/types/{slug}/", ["types/misuse/", "types/trade/"]),
    ("/api/v1/links/", ["links/"]),
    ("/api/v1/topics/", ["topics/"]),
    ("/api/v1/topics/{slug}/", ["topics/flowers/", "topics/flowers/?at=2020-06-01", "topics/trees/"]),
    ("/api/v1/terms/", ["terms/"]),
    ("/api/v1/search/", ["search/", "search/?q=花&scope=all", "search/?q=cn-garden法第二条之一", "search/?q=law:none", "search/?q=facts"]),
])  # fmt: skip
def test_the_answers_are_as_described(
    described: dict[str, Any], get: Get, library: Library, path: str, addresses: list[str]
) -> None:
    editors = write.write(library)
    topic = write.make_topic("trees", unheld=[{"zh": "甲", "en": "A"}])
    write.make_pair(topic, library.dated, None, {"a": {library.new: "白花"}})
    editors.flower.see.add(write.make_term("tree", "树", "tree"))
    make.make_provision(library.act, "99")
    text = make.make_case("spc-text", digest_source="", decided=None)
    make.make_section(text, 1, "查明如下。")
    make.cite(None, library.case)
    make.cite(library.section, library.case, "text", unit="a.1")
    make.refer(library.new, library.law.provisions.get(key="1"))
    library.new.corrections = [{"what": "x", "why_zh": "因。", "why_en": "So.", "evidence": "y"}]
    library.new.save()
    build()
    answer = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**answer, "components": closed(described)})
    for address in addresses:
        problems = [
            f"{address} {error.json_path}: {error.message}" for error in validator.iter_errors(get(address))
        ]
        assert problems == []


def test_refusals_are_as_described(described: dict[str, Any], get: Get, library: Library) -> None:
    schema = {"$ref": "#/components/schemas/Refusal", "components": closed(described)}
    validator = Draft202012Validator(schema)
    for address, status in (
        ("laws/?x=1", 400),
        ("laws/none/", 404),
        ("laws/cn-garden/provisions/4/", 404),
        ("search/?q=(a", 400),
        ("laws/?page=9", 400),
    ):
        assert [error.message for error in validator.iter_errors(get(address, status))] == []


def test_the_description_is_served_as_json_and_as_yaml(client: Client, db: None) -> None:
    response = client.get("/api/v1/schema/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json()["info"]["title"] == "LawBase API"
    written = client.get("/api/v1/schema/", headers={"accept": "application/yaml"})
    assert yaml.safe_load(written.content)["paths"].keys() == response.json()["paths"].keys()


def test_swagger_ui_is_served_from_packaged_files_only(client: Client, db: None) -> None:
    html = client.get("/api/v1/docs/").content.decode()
    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in html
    assert "https://cdn" not in html
    script = client.get("/api/v1/docs/?script=").content.decode()
    assert "/api/v1/schema/" in script
    assert "https://" not in script
