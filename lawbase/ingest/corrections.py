"""Corrections to a source, each with its evidence (`corpus/corrections.yaml`), applied to a parsed edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lawbase.ingest.corpus.schema import Correction
from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import ParsedEdition, ParsedProvision
from lawbase.statutes.selectors import SelectorError, resolve

REMARKS = ("mark-gap", "known-defect", "mark-outdated")
"""Kinds that say something of a source and change nothing in its text."""


def record(correction: Correction) -> dict[str, Any]:
    """The correction as pages show it."""
    return {
        "what": correction.what,
        "why_zh": correction.why.zh,
        "why_en": correction.why.en,
        "evidence": correction.evidence,
    }


def apply(
    edition: ParsedEdition, corrections: Sequence[Correction], file: str
) -> tuple[ParsedEdition, dict[str, list[dict[str, Any]]]]:
    """The corrected edition, and by provision key the corrections that changed it.

    A correction whose words are not found is an error: either the source mended itself or the correction is wrong, and
    an editor must look.
    """
    done: dict[str, list[dict[str, Any]]] = {}
    provisions = list(edition.provisions)
    for correction in corrections:
        if correction.what in REMARKS or correction.provision is None:
            continue
        places = [i for i, provision in enumerate(provisions) if provision.key == correction.provision]
        if not places:
            if edition.partial:
                continue
            raise SourceError(
                f"{file}: corpus/corrections.yaml corrects {correction.law}:{correction.provision}, which this edition "
                f"({edition.version}) does not have; remove or mend the correction."
            )
        if correction.what == "drop-duplicate":
            for place in places[1:]:
                del provisions[place]
        else:
            try:
                provisions[places[0]] = _corrected(provisions[places[0]], correction)
            except SelectorError as error:
                raise SourceError(
                    f"{file}: the correction of {correction.law}:{correction.provision} does not fit: {error}"
                ) from error
        done.setdefault(correction.provision, []).append(record(correction))
    return replace(edition, provisions=tuple(provisions)), done


def _corrected(provision: ParsedProvision, correction: Correction) -> ParsedProvision:
    match correction.what:
        case "set-heading":
            return replace(provision, heading=correction.replacement or "")
        case "set-dates":
            return replace(
                provision,
                valid_from=correction.valid_from,
                valid_to=correction.valid_to,
                enacted_by=correction.enacted_by or "",
            )
        case "replace" | "strip-suffix":
            wrong = resolve(correction.selector or "", provision.text)
            text = provision.text.replace(wrong, correction.replacement or "", 1)
            return replace(provision, text=text.strip())
    return provision
