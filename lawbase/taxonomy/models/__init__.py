"""What the editors say of the law: kinds of infringement, links, digests, topics, terms, claims, literature.

DESIGN promise 2: every statement says who made it, from which words or which source, and for which dates.
"""

from lawbase.taxonomy.models.claims import Claim, ClaimAuthority, ClaimPart
from lawbase.taxonomy.models.digests import Digest, Unlinked
from lawbase.taxonomy.models.links import CaseLink, InfringementType, LinkQuote, Origin, ProvisionLink, Review
from lawbase.taxonomy.models.literature import Statement, StatementProvision, Work
from lawbase.taxonomy.models.terms import Term, TermDefinition, TermQuote
from lawbase.taxonomy.models.topics import PairQuote, Topic, TopicPair, TopicProvision

__all__ = [
    "CaseLink", "Claim", "ClaimAuthority", "ClaimPart", "Digest", "InfringementType", "LinkQuote", "Origin", "PairQuote",
    "ProvisionLink", "Review", "Statement", "StatementProvision", "Term", "TermDefinition", "TermQuote", "Topic", "TopicPair",
    "TopicProvision", "Unlinked", "Work",
]  # fmt: skip
