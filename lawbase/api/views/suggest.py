"""Suggestions while a reader types."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.parameters import BadValue, Parameter
from lawbase.api.serializers.suggest import SuggestionsSerializer
from lawbase.api.views.base import ReadingView, documented
from lawbase.search.library import library
from lawbase.search.suggest.typing import LONGEST, suggest


def _typed(value: str) -> str:
    if len(value) > LONGEST:
        raise BadValue(
            f"有 {len(value)} 个字符；最多 {LONGEST} 个。",
            f"it has {len(value)} characters; write at most {LONGEST}.",
        )
    return value


TYPED: Parameter[str] = Parameter(
    "q", f"What is typed so far, at most {LONGEST} characters: the beginning of a citation, a name, a term; Chinese also in "
    "pinyin, whole or by first letters.", _typed, "",
)  # fmt: skip


@documented("suggest", "Suggest what is being typed", SuggestionsSerializer)
class Suggest(ReadingView):
    """Provisions, laws, kinds of infringement, terms and cases whose name begins so or holds it; at most ten."""

    parameters = (TYPED,)

    def get(self, request: Request) -> Response:
        found = suggest(self.asked[TYPED], library())
        response = Response(SuggestionsSerializer({"results": found}).data)
        # The same letters are typed again and again; names change with the library only.
        response["Cache-Control"] = "public, max-age=300"
        return response
