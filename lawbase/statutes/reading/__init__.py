"""Reading statutes as of a day: the list of laws, one law, one provision.

Pages and API read through here, so both say the same. Each function makes a constant number of queries, named in its docstring.
`at` is the day read on. An unknown start counts as before any day (`ProvisionVersionQuerySet.as_of`).
"""

from lawbase.statutes.reading.changes import Comparison, LawChanges, compare_days, law_changes
from lawbase.statutes.reading.days import Gap, NotInLibrary, day_of
from lawbase.statutes.reading.laws import Held, LawGroup, LawPage, get_law, held, law_groups, read_law
from lawbase.statutes.reading.lines import Line, Mark, lines_of, passage_in
from lawbase.statutes.reading.provisions import (
    Dated,
    Enactment,
    Neighbour,
    ProvisionPage,
    State,
    has_provision,
    read_provision,
    state_of,
)

__all__ = [
    "Comparison", "Dated", "Enactment", "Gap", "Held", "LawChanges", "LawGroup", "LawPage", "Line", "Mark", "Neighbour",
    "NotInLibrary", "ProvisionPage", "State", "compare_days", "day_of", "get_law", "has_provision", "held", "law_changes",
    "law_groups", "lines_of", "passage_in", "read_law", "read_provision", "state_of",
]  # fmt: skip
