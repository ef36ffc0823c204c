"""Long work at hand and done: ingestion, fetching, indexing."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.parameters import PAGE, PAGE_SIZE, Parameter, one_of
from lawbase.api.serializers.tasks import TaskRunPageSerializer, TaskRunSerializer
from lawbase.api.views.base import ReadingView, documented
from lawbase.operations.models import TaskRun

STATES = tuple(TaskRun.State.values)
STATE: Parameter[str] = Parameter("state", "How it stands.", one_of(*STATES), "", enum=STATES)
SHOWN = 500


@documented("tasks_list", "List runs of long work", TaskRunPageSerializer)
class Tasks(ReadingView):
    """Ingestion, fetching, indexing and comparing: what runs and how far it is, and the latest that ended; newest first."""

    parameters = (STATE, PAGE, PAGE_SIZE)

    def get(self, request: Request) -> Response:
        runs = TaskRun.objects.all()
        if state := self.asked[STATE]:
            runs = runs.filter(state=state)
        return self.answer_page(list(runs[:SHOWN]), TaskRunSerializer)
