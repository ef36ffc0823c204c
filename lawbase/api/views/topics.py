"""Topics and the glossary."""

from __future__ import annotations

from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.errors import missing
from lawbase.api.parameters import AT, PAGE, PAGE_SIZE
from lawbase.api.serializers.topics import (
    TermPageSerializer,
    TermSerializer,
    TopicDetailSerializer,
    TopicListed,
    TopicPageSerializer,
    TopicRead,
    TopicSerializer,
)
from lawbase.api.views.base import ReadingView, documented
from lawbase.taxonomy.glossary import glossary
from lawbase.taxonomy.topics import read_topic, topic_list


@documented("topics_list", "List topics", TopicPageSerializer)
class Topics(ReadingView):
    """Problems that both systems meet, in the editors' order, with how much there is to read on each."""

    parameters = (PAGE, PAGE_SIZE)

    def get(self, request: Request) -> Response:
        return self.answer_page([TopicListed(entry) for entry in topic_list()], TopicSerializer)


@documented("topics_retrieve", "Read a topic", TopicDetailSerializer, found_by_id=True)
class OneTopic(ReadingView):
    """A topic as of a day: the provisions of both systems, the words that correspond, and what the editors make of them."""

    parameters = (AT,)

    def get(self, request: Request, slug: str) -> Response:
        page = read_topic(slug, self.day)
        if page is None:
            raise missing("topic", slug)
        return Response(TopicDetailSerializer(TopicRead(page), context=self.context()).data)


@documented("terms_list", "List the terms of the glossary", TermPageSerializer)
class Terms(ReadingView):
    """The glossary as of a day, in the alphabet of the language the caller prefers."""

    parameters = (AT, PAGE, PAGE_SIZE)

    def get(self, request: Request) -> Response:
        chinese = (get_language() or "en").startswith("zh")
        return self.answer_page(glossary(self.day, chinese), TermSerializer)
