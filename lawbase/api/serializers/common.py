"""Fields that several resources share: two languages, addresses, and a page flattened over the thing it shows."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lawbase.api.addresses import Addresses
from lawbase.statutes.models import localised

PAIR = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}


@extend_schema_field(PAIR)
class Both(serializers.Field):
    """{zh, en} of the attributes `<name>_zh` and `<name>_en`."""

    def __init__(self, name: str, source: str = "*", **options: Any) -> None:
        super().__init__(source=source, read_only=True, **options)
        self.name = name

    def to_representation(self, value: Any) -> dict[str, str]:
        return {"zh": getattr(value, f"{self.name}_zh"), "en": getattr(value, f"{self.name}_en")}


@extend_schema_field({"oneOf": [PAIR, {"type": "null"}]})
class Outdated(serializers.Field):
    """{zh, en}: which later changes the edition of the words shown is known to lack; null where nothing is known to be
    missing. Reads the attribute `version`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> dict[str, str] | None:
        edition = value.version.law_version if value.version else None
        if edition is None or not edition.outdated_en:
            return None
        return {"zh": edition.outdated_zh, "en": edition.outdated_en}


class Local(serializers.CharField):
    """The text in the language the caller prefers, the other where there is none."""

    def __init__(self, name: str, source: str = "*", **options: Any) -> None:
        super().__init__(source=source, read_only=True, **options)
        self.name = name

    def to_representation(self, value: Any) -> str:
        return localised(getattr(value, f"{self.name}_zh"), getattr(value, f"{self.name}_en"))


class Code(serializers.ChoiceField):
    """One of a closed list of codes; an older row may hold another, which is shown as it is."""

    def __init__(self, choices: Any, **options: Any) -> None:
        super().__init__(choices=choices, read_only=True, **options)


class _Address(serializers.URLField):
    def __init__(self, source: str = "*", **options: Any) -> None:
        super().__init__(source=source, read_only=True, **options)

    @property
    def addresses(self) -> Addresses:
        return self.context["addresses"]


class PageUrl(_Address):
    """The page to read it on, in the language the caller prefers."""

    def to_representation(self, value: Any) -> str:
        return self.addresses.page(value)


class ApiUrl(_Address):
    """Its resource in this API."""

    def to_representation(self, value: Any) -> str:
        return self.addresses.resource(value)


@extend_schema_field(PAIR)
class PageUrls(_Address):
    """The page to read it on, in both languages."""

    def to_representation(self, value: Any) -> Any:
        return self.addresses.pages(value)


class Located(serializers.Serializer):
    """Where the thing is read, and its resource here."""

    url = PageUrl(help_text="Its page, in the language the caller prefers (Accept-Language).")
    urls = PageUrls(help_text="Its page in both languages.")
    api_url = ApiUrl(help_text="Its resource in this API.")

    def get_fields(self) -> dict[str, serializers.Field]:
        """What it is comes first; the addresses that all things have, last."""
        fields = super().get_fields()
        return fields | {name: fields.pop(name) for name in Located._declared_fields}


class Flattened(serializers.Serializer):
    """A page and the thing it shows, as one object: what `shown` declares is read from the attribute `thing`."""

    thing: ClassVar[str]
    shown: ClassVar[type[serializers.Serializer]]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        thing = getattr(instance, self.thing)
        of_thing = self.shown._declared_fields
        found: dict[str, Any] = {}
        for field in self._readable_fields:
            name = field.field_name or ""
            value = field.get_attribute(thing if name in of_thing else instance)
            found[name] = None if value is None else field.to_representation(value)
        return found


class ProblemSerializer(serializers.Serializer):
    """A refusal. Some codes add what a program may act on: `allowed`, `near`, `position`, `repaired`, `pages`."""

    code = serializers.CharField()
    message = serializers.CharField(help_text="In the language the caller prefers (Accept-Language).")
    messages = serializers.SerializerMethodField()
    parameter = serializers.CharField(required=False, help_text="The parameter at fault.")
    allowed = serializers.ListField(child=serializers.CharField(), required=False)
    near = serializers.ListField(child=serializers.CharField(), required=False)
    position = serializers.IntegerField(required=False)
    repaired = serializers.CharField(required=False)
    pages = serializers.IntegerField(required=False)

    @extend_schema_field(PAIR)
    def get_messages(self, value: dict[str, Any]) -> dict[str, str]:
        return value["messages"]


class RefusalSerializer(serializers.Serializer):
    error = ProblemSerializer()
