"""Provisions of core laws whose text no source here gives: what the editors digested has its page, its heading and its links."""

from __future__ import annotations

from lawbase.ingest.corpus.placed import Collection
from lawbase.ingest.store import printed_number
from lawbase.statutes.models import Law, Provision
from lawbase.statutes.numbers import sort_key
from lawbase.statutes.pinpoint import Pinpoint


def place_unheld(found: Collection) -> None:
    """Make the provisions that digests are about, in laws without any text. Their words come when a text is ingested.

    A digest is written with the text open and checked against it wherever the text is held, so it names no provision that
    is not there.
    """
    without_text = {law.slug: law for law in Law.objects.filter(core=True, provision_count=0)}
    held = set(Provision.objects.filter(law__in=without_text.values()).values_list("law__slug", "key"))
    for placed in found.digests:
        pinpoint = Pinpoint.parse(placed.item.provision)
        law = without_text.get(pinpoint.law)
        if law is None or not pinpoint.key or (pinpoint.law, pinpoint.key) in held:
            continue
        held.add((pinpoint.law, pinpoint.key))
        Provision.objects.create(
            law=law,
            key=pinpoint.key,
            number=printed_number(law, pinpoint.key),
            sort=sort_key(pinpoint.key),
            heading_zh=placed.item.heading.zh,
            heading_en=placed.item.heading.en,
        )
