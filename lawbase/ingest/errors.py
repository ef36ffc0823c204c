"""Errors of ingestion. Each message is a sentence that names the place and tells the reader what to do."""

from __future__ import annotations


class SourceError(ValueError):
    """A source cannot be read or fails its checks; nothing of it is stored."""
