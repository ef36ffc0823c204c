"""The admin, where `LAWBASE_ADMIN` turns it on: long work and its traces; what the editors wrote, and what waits for them."""

from lawbase.operations.admin import editorial, operations

__all__ = ["editorial", "operations"]
