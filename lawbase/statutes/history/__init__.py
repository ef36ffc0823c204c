"""Law in time: how each article came to read as it does, worked out from what amending instruments say.

Pure functions on plain values: no database, no source format (`lawbase.ingest.histories` brings both). The way through:

    quotes → grammar      an item's words become instructions, or are kept as unread
    renumbering, threads  which article has which number when; one thread an article
    applying              an instruction forwards and backwards
    compute               dated wordings, and each edition checked against what the history says without it
"""

from lawbase.statutes.history.compute import compute
from lawbase.statutes.history.renumbering import CannotNumber
from lawbase.statutes.history.values import (
    Applied,
    Check,
    Edition,
    History,
    Instruction,
    Instrument,
    Renumbered,
    Unread,
    Why,
    Wording,
)

__all__ = [
    "Applied", "CannotNumber", "Check", "Edition", "History", "Instruction", "Instrument", "Renumbered", "Unread",
    "Why", "Wording", "compute",
]  # fmt: skip
