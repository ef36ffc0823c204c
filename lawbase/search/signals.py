"""What the search room tells whoever listens."""

from __future__ import annotations

from django.dispatch import Signal

answered = Signal()
"""A search was answered. Arguments: `engine` (its name, empty if none answered), `degraded`, `seconds`. Never the question."""
