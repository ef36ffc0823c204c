"""Declared parameters. What is not declared is a 400 that names it; a bad value is a 400 that says what to write.

A parameter is declared once, here or beside its view, and serves reading, refusing and the OpenAPI description alike. An
empty value counts as not given: a form sends every field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar, cast

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from lawbase.api.errors import Refusal
from lawbase.search.library import library
from lawbase.statutes.reading import day_of

T = TypeVar("T")
LARGEST_PAGE = 100
MANY_AT_MOST = 20
"""Values of one repeated parameter."""


class BadValue(ValueError):
    """A value that a parameter cannot take: what to write instead, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """`read` turns one written value into its meaning, or raises `BadValue`. With `many`, the meaning is a tuple."""

    name: str
    description: str
    read: Callable[[str], Any]
    default: T
    many: bool = False
    enum: tuple[str, ...] = ()
    type: OpenApiTypes = OpenApiTypes.STR

    def openapi(self) -> OpenApiParameter:
        return OpenApiParameter(
            self.name,
            self.type,
            OpenApiParameter.QUERY,
            description=self.description,
            enum=list(self.enum) or None,
            many=self.many,
            default=self.default if isinstance(self.default, (int, str)) and self.default else None,
        )


class Asked:
    """What a request asks, by parameter."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getitem__(self, parameter: Parameter[T]) -> T:
        return cast(T, self._values[parameter.name])


def read(query: QueryDict, declared: Sequence[Parameter[Any]]) -> Asked:
    """Read a query by the parameters declared for it. Raises `Refusal` (400)."""
    names = [parameter.name for parameter in declared]
    for name in query:
        if name not in names:
            raise _unknown(name, names)
    return Asked({parameter.name: _value(query.getlist(parameter.name), parameter) for parameter in declared})


def _unknown(name: str, names: Sequence[str]) -> Refusal:
    allowed = ", ".join(names)
    return Refusal(
        400,
        "unknown-parameter",
        f"没有参数“{name[:60]}”；" + (f"此处可用：{allowed}。" if names else "此处不接受参数。"),
        f"There is no parameter “{name[:60]}” here; "
        + (f"those it takes are: {allowed}." if names else "it takes none."),
        parameter=name[:60],
        allowed=list(names),
    )


def _value(written: Iterable[str], parameter: Parameter[Any]) -> Any:
    given = [value for value in written if value.strip()]
    try:
        if not given:
            return parameter.default
        if any("\x00" in value for value in given):
            raise BadValue("其中有空字符，请删去。", "it holds a null character; take that out.")
        if not parameter.many:
            if len(set(given)) > 1:
                raise BadValue("只能给一个值。", "give it one value only.")
            return parameter.read(given[0].strip())
        if len(given) > MANY_AT_MOST:
            raise BadValue(f"最多给 {MANY_AT_MOST} 个值。", f"give at most {MANY_AT_MOST} values.")
        return tuple(dict.fromkeys(parameter.read(value.strip()) for value in given))
    except BadValue as error:
        raise Refusal(
            400, "bad-value", f"参数 {parameter.name}：{error.zh}", f"Parameter {parameter.name}: {error.en}",
            parameter=parameter.name,
        ) from error  # fmt: skip


def one_of(*values: str) -> Callable[[str], str]:
    def reader(value: str) -> str:
        if value not in values:
            listed = ", ".join(values)
            raise BadValue(
                f"没有“{value[:60]}”这个值；请写：{listed}。", f"“{value[:60]}” is no value of it; write one of: {listed}."
            )  # fmt: skip
        return value

    return reader


def whole_number(highest: int) -> Callable[[str], int]:
    def reader(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= highest):
            raise BadValue(
                f"“{value[:20]}”不可用；请写 1 至 {highest} 的整数。",
                f"“{value[:20]}” cannot be used; write a whole number from 1 to {highest}.",
            )
        return int(value)

    return reader


def day(value: str) -> date:
    found = day_of(value)
    if found is None:
        raise BadValue(
            f"“{value[:40]}”不是可供阅读的日期；请写作年-月-日，例如 2021-11-01。",
            f"“{value[:40]}” is not a day this library can read on; write it as year-month-day, for example 2021-11-01.",
        )
    return found


def year(value: str) -> str:
    if not (len(value) == 4 and value.isascii() and value.isdigit()):
        raise BadValue(
            f"“{value[:20]}”不是年份；请写四位数字，例如 2021。",
            f"“{value[:20]}” is not a year; write four digits, for example 2021.",
        )
    return value


def held(what: Literal["law", "type", "jurisdiction"]) -> Callable[[str], str]:
    """A slug or code that the library knows. One cheap query."""

    def reader(value: str) -> str:
        known = library()
        names = {
            "law": known.law_names,
            "type": known.type_names,
            "jurisdiction": known.jurisdiction_names,
        }[what]
        if value in names:
            return value
        if what == "jurisdiction":
            return one_of(*names)(value)
        raise BadValue(
            f"库中没有“{value[:80]}”；/api/v1/{what}s/ 列出所藏的全部编号。",
            f"the library has no {what} “{value[:80]}”; /api/v1/{what}s/ lists those it has.",
        )

    return reader


PAGE: Parameter[int] = Parameter(
    "page", "Which page, from 1.", whole_number(1_000_000), 1, type=OpenApiTypes.INT
)
PAGE_SIZE: Parameter[int] = Parameter(
    "page_size", f"Results on a page, at most {LARGEST_PAGE}.", whole_number(LARGEST_PAGE), 20, type=OpenApiTypes.INT
)  # fmt: skip
AT: Parameter[date | None] = Parameter(
    "at", "Read the law as of this day (YYYY-MM-DD); today if left out.", day, None, type=OpenApiTypes.DATE
)
SCOPE: Parameter[Literal["core", "all"]] = Parameter(
    "scope", "`core`: the core library. `all`: everything held.", one_of("core", "all"), "core", enum=("core", "all")
)  # fmt: skip
JURISDICTION: Parameter[str] = Parameter(
    "jurisdiction", "Code of a jurisdiction: `cn`, `us`, `us-ca` … `us` takes in its States.", held("jurisdiction"), ""
)  # fmt: skip
