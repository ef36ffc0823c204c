"""Runs of long work."""

from __future__ import annotations

from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.common import Code
from lawbase.operations.models import TaskRun


class TaskRunSerializer(serializers.Serializer):
    """One run: what, how far, how it ended. What it said is for those who run the library."""

    name = serializers.CharField()
    key = serializers.CharField(help_text="What it works on; empty for the whole library.")
    state = Code(TaskRun.State.choices)
    step = serializers.CharField(source="label", help_text="What it is at; empty before the first step.")
    done = serializers.IntegerField(help_text="How much of the step is done.")
    total = serializers.IntegerField(allow_null=True)
    started = serializers.DateTimeField(source="started_at")
    last_sign = serializers.DateTimeField(source="changed_at")
    ended = serializers.DateTimeField(source="ended_at", allow_null=True)


class TaskRunPageSerializer(PageSerializer):
    results = TaskRunSerializer(many=True)
