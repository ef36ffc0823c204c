"""Search: the same question and answer as the page's, and a refusal where the page repairs."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.errors import Refusal
from lawbase.api.pagination import turned
from lawbase.api.parameters import AT, PAGE_SIZE, SCOPE, BadValue, Parameter, held, one_of, whole_number, year
from lawbase.api.serializers.search import AnswerSerializer
from lawbase.api.views.base import ReadingView, documented
from lawbase.search.plan import PLACES
from lawbase.search.query import syntax
from lawbase.search.service import search
from lawbase.search.values import LAST_PAGE, LONGEST, SORTS, Kind, SearchRequest, Sort
from lawbase.statutes.models import Law


def question(value: str) -> str:
    """A query that can be read as it is written. Raises `Refusal` with the place and the repair, where it cannot."""
    if len(value) > LONGEST:
        raise BadValue(
            f"检索式有 {len(value)} 个字符；最多 {LONGEST} 个。",
            f"the query has {len(value)} characters; write at most {LONGEST}.",
        )
    try:
        syntax.parse(value)
    except syntax.QuerySyntaxError as error:
        zh, en = PLACES[error.code]
        place = error.position + 1
        raise Refusal(
            400, "broken-syntax",
            f"参数 q：第 {place} 个字符处{zh}。" + (f"可改为：{error.repaired}" if error.repaired else "请改写。"),
            f"Parameter q: at character {place}, {en}. "
            + (f"Ask instead: {error.repaired}" if error.repaired else "Write it anew."),
            parameter="q", position=error.position, repaired=error.repaired,
        ) from error  # fmt: skip
    return value


def several(
    name: str, description: str, reader: Any, enum: tuple[str, ...] = ()
) -> Parameter[tuple[Any, ...]]:
    """A filter that may be repeated: its values are alternatives."""
    return Parameter(name, f"{description} May be repeated: any of them.", reader, (), many=True, enum=enum)


KINDS, STATUSES = get_args(Kind), tuple(Law.Status.values)
Q: Parameter[str] = Parameter(
    "q", f'A provision, words, or what happened, in Chinese or English; at most {LONGEST} characters. "a phrase", '
    '"near words"~5, beginn*, AND, OR, NOT, /s (one sentence), /p (one paragraph), /5, brackets, and fields: law: art: type: '
    "topic: court: year: amount: jurisdiction: kind: status:", question, "",
)  # fmt: skip
KIND = several("kind", "Provisions or cases.", one_of(*KINDS), KINDS)
JURISDICTION = several(
    "jurisdiction", "Code of a jurisdiction; `us` takes in its States.", held("jurisdiction")
)
LAW = several("law", "Slug of a law.", held("law"))
TYPE = several("type", "Slug of an infringement type; those beneath it are taken in.", held("type"))
STATUS = several("status", "Status of the law.", one_of(*STATUSES), STATUSES)
YEAR = several("year", "Year of the words, or of the decision.", year)
SORT: Parameter[Sort] = Parameter("sort", "Order of the results.", one_of(*SORTS), "relevance", enum=SORTS)
EXPLAIN: Parameter[str] = Parameter(
    "explain", "`1`: with the account of the answer, how the question was read, what was asked, what each hit scored.",
    one_of("0", "1"), "0", enum=("0", "1"),
)  # fmt: skip
PAGE: Parameter[int] = Parameter(
    "page", f"Which page, from 1 to {LAST_PAGE}.", whole_number(LAST_PAGE), 1, type=OpenApiTypes.INT
)


@documented("search", "Search provisions and cases", AnswerSerializer)
class Search(ReadingView):
    """Provisions and cases in one list, best first, with facets and the passages that show why each is there.

    Without `at`: what is law today or will be. A query that is one citation has its provision under `jump`.
    """

    parameters = (Q, KIND, JURISDICTION, LAW, TYPE, STATUS, YEAR, SCOPE, SORT, AT, PAGE, PAGE_SIZE, EXPLAIN)

    def get(self, request: Request) -> Response:
        asked, today = self.asked, date.today()
        answer = search(
            SearchRequest(
                q=asked[Q],
                kind=asked[KIND],
                jurisdiction=asked[JURISDICTION],
                law=asked[LAW],
                type=asked[TYPE],
                status=asked[STATUS],
                year=asked[YEAR],
                scope=asked[SCOPE],
                sort=asked[SORT],
                # Today's day is no day asked for: then what is enacted and not yet law is found too, as on the page.
                at=at if (at := asked[AT]) != today else None,
                page=asked[PAGE],
                page_size=asked[PAGE_SIZE],
                explain=asked[EXPLAIN] == "1",
            ),
            today,
        )
        # Without any index there is one empty page, whichever was asked for.
        page = 1 if answer.degraded and not answer.count else asked[PAGE]
        envelope = turned(request, page, asked[PAGE_SIZE], answer.count, LAST_PAGE)
        return Response(AnswerSerializer(answer, context=self.context(turned=envelope)).data)
