"""Laws, their provisions and the dated versions of each (DESIGN: promises 1 and 3).

A `Provision` is an identity that lasts; what it says is a sequence of `ProvisionVersion`s. Two time axes are kept apart:
`valid_from`/`valid_to` say when the words were law, `superseded_at` says when this library learned better. A row is never
overwritten: a changed source adds a row and marks the old one superseded.
"""

from __future__ import annotations

from datetime import date

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def localised(zh: str, en: str) -> str:
    """The text in the reader's language, the other language where there is none."""
    return (zh or en) if (get_language() or "en").startswith("zh") else (en or zh)


class Jurisdiction(models.Model):
    """A legal order: `cn`, `us`, `us-ca`. `parent` is the order it lies in (`us-ca` in `us`)."""

    code = models.SlugField(primary_key=True, max_length=16)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return localised(self.name_zh, self.name_en)

    @property
    def family(self) -> str:
        """`cn` or `us`: which of the two systems compared here it belongs to."""
        return self.code.split("-")[0]


class LibraryState(models.Model):
    """One row: a number that rises whenever something stored changes. Caches and the index are valid for one number."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number now; 0 for an empty library. One query."""
        # Every page and search asks this: as plain SQL it costs a fifth of building the query anew each time.
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM statutes_librarystate WHERE id = 1")
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    @classmethod
    def advance(cls) -> int:
        """Say that something changed. Call inside the transaction that changes it."""
        state, _created = cls.objects.select_for_update().get_or_create(pk=1)
        state.number += 1
        state.save()
        return state.number


class SourceDocument(models.Model):
    """The bytes that an official text came out of: origin, hash, and the adapter that read them."""

    name = models.CharField(max_length=400, unique=True)
    origin = models.TextField()
    retrieved = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    adapter = models.CharField(max_length=40)
    adapter_version = models.CharField(max_length=20)
    register_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Hash of the register and corrections it was last read under; written last, so it also says "wholly stored"."""
    notes = models.JSONField(default=list, blank=True)
    ingested_at = models.DateTimeField(auto_now=True)
    error = models.TextField(blank=True, default="")
    """Why it is not read, in English; empty where it is."""
    error_zh = models.TextField(blank=True, default="")
    """The same in Chinese, where the editors say why (`mark-gap` of a whole law); what a check found is in English only."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Law(models.Model):
    """A work: an act, code, regulation, interpretation or amending instrument."""

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", _("Constitution")
        LAW = "law", _("Law")
        AMENDMENT = "amendment", _("Amendment")
        DECISION = "decision", _("Decision")
        LEGISLATIVE_INTERPRETATION = "legislative-interpretation", _("Legislative interpretation")
        JUDICIAL_INTERPRETATION = "judicial-interpretation", _("Judicial interpretation")
        ADMINISTRATIVE_REGULATION = "administrative-regulation", _("Administrative regulation")
        DEPARTMENTAL_RULE = "departmental-rule", _("Departmental rule")
        NORMATIVE_DOCUMENT = "normative-document", _("Normative document")
        FEDERAL_ACT = "federal-act", _("Federal act")
        FEDERAL_REGULATION = "federal-regulation", _("Federal regulation")
        STATE_ACT = "state-act", _("State act")
        STATE_REGULATION = "state-regulation", _("State regulation")

    class Status(models.TextChoices):
        IN_FORCE = "in-force", _("In force")
        REPEALED = "repealed", _("Repealed")
        FUTURE = "not-yet-in-force", _("Not yet in force")
        ENJOINED = "partly-enjoined", _("Partly enjoined")
        UNVERIFIED = "unverified", _("Status unverified")

    AMENDING_KINDS = (Kind.AMENDMENT, Kind.DECISION)
    """Instruments that repeat the text of what they amend; in search they stand behind the amended code."""

    slug = models.SlugField(max_length=80, unique=True)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="laws")
    kind = models.CharField(max_length=32, choices=Kind.choices)
    title_zh = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    short_zh = models.CharField(max_length=160, blank=True)
    short_en = models.CharField(max_length=160, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    issuer_zh = models.CharField(max_length=200, blank=True)
    issuer_en = models.CharField(max_length=200, blank=True)
    citation = models.CharField(max_length=300, blank=True)
    code = models.JSONField(default=dict, blank=True)
    """Where a US act stands in a code: {system, title, sections}."""
    official_url = models.URLField(max_length=600, blank=True)
    frbr_uri = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.IN_FORCE)
    core = models.BooleanField(default=False)
    core_order = models.PositiveIntegerField(default=10_000)
    expected = models.PositiveIntegerField(null=True, blank=True)
    notes_zh = models.TextField(blank=True)
    notes_en = models.TextField(blank=True)
    provision_count = models.PositiveIntegerField(default=0)
    """Derived at ingestion: provisions with a text in force or to come. Kept because lists show it for every law."""

    class Meta:
        ordering = ["core_order", "slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> str:
        return localised(self.title_zh, self.title_en)

    @property
    def short_title(self) -> str:
        return localised(self.short_zh, self.short_en) or self.title

    @property
    def notes(self) -> str:
        return localised(self.notes_zh, self.notes_en)

    @property
    def issuer(self) -> str:
        return localised(self.issuer_zh, self.issuer_en)

    @property
    def lang(self) -> str:
        """Language of the official text, as an HTML `lang` value."""
        return "zh-Hans" if self.jurisdiction_id == "cn" else "en"


class LawVersion(models.Model):
    """An edition of a law: when it was adopted, when it was in force, what made it, which bytes hold it."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="versions")
    version = models.CharField(max_length=60)
    adopted = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=300, blank=True)
    evidence = models.TextField(blank=True)
    """Which words or which source prove the dates; empty where nothing does."""
    source = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="law_versions")
    preamble = models.TextField(blank=True)
    source_status = models.CharField(max_length=40, blank=True)
    notes = models.JSONField(default=list, blank=True)
    count = models.PositiveIntegerField(default=0)
    outdated_zh = models.TextField(blank=True, default="")
    outdated_en = models.TextField(blank=True, default="")
    """Which later changes it is known to lack, where it is the newest text held; the register says so, with its evidence."""
    computed = models.BooleanField(default=False)
    """True where no source prints this edition: its words follow from the amending instruments (`statutes.history`).
    `source` is then the file of the instrument, and `version` its day of effect (`original` for the law before the first)."""

    class Meta:
        ordering = ["law", "in_force_from", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["law", "version", "source", "computed"], name="one_edition_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law_id}@{self.version}"

    @property
    def only_observed(self) -> bool:
        """Whether the edition shows the law of one day, and nothing states since when or until when it was so."""
        return not (self.computed or self.in_force_from or self.in_force_to)

    @property
    def outdated(self) -> str:
        return localised(self.outdated_zh, self.outdated_en)


class Provision(models.Model):
    """The lasting identity of an article or section inside a law."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="provisions")
    key = models.CharField(max_length=60)
    number = models.CharField(max_length=80)
    sort = models.CharField(max_length=160)
    """Sorts as the law prints it: numbers zero-padded (`lawbase.statutes.numbers.sort_key`)."""
    heading_zh = models.CharField(max_length=400, blank=True)
    heading_en = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["law", "sort"]
        constraints = [models.UniqueConstraint(fields=["law", "key"], name="one_provision_per_key")]

    def __str__(self) -> str:
        return f"{self.law.slug}:{self.key}"

    @property
    def ident(self) -> str:
        """The published id, `cn-criminal-law:253-1`. Needs `law` loaded."""
        return f"{self.law.slug}:{self.key}"

    @property
    def heading(self) -> str:
        """The editors' heading in the reader's language; the official one is `ProvisionVersion.heading`."""
        return localised(self.heading_zh, self.heading_en)

    def heading_beside(self, official: str) -> str:
        """What a list calls the provision: the official heading to who reads its language, else the editors'."""
        own = (get_language() or "en").startswith("zh") == self.law.lang.startswith("zh")
        return official if official and own else self.heading or official


class ProvisionVersionQuerySet(models.QuerySet["ProvisionVersion"]):
    def current(self) -> ProvisionVersionQuerySet:
        """Leave out what this library has since corrected."""
        return self.filter(superseded_at=None)

    def as_of(self, day: object) -> ProvisionVersionQuerySet:
        """Versions that were law on `day` (a `date`). An unknown start counts as before any day, but not before
        `not_before`."""
        unknown = Q(valid_from=None) & (Q(not_before=None) | Q(not_before__lte=day))
        return (
            self.current()
            .filter(unknown | Q(valid_from__lte=day))
            .filter(Q(valid_to=None) | Q(valid_to__gt=day))
        )


class ProvisionVersion(models.Model):
    """What a provision says from `valid_from` (inclusive) to `valid_to` (exclusive)."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="versions")
    law_version = models.ForeignKey(LawVersion, on_delete=models.PROTECT, related_name="provision_versions")
    """The edition whose words these are."""
    heading = models.TextField(blank=True)
    toc = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    """Official text, one unit a line. Empty only where `text_held` is False."""
    text_held = models.BooleanField(default=True)
    text_sha256 = models.CharField(max_length=64)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    not_before = models.DateField(null=True, blank=True)
    """Where `valid_from` is not known: a day before which these words were not law, as a source states (the law's own last
    article, the enactment in a source credit)."""
    enacted_by = models.CharField(max_length=120, blank=True)
    """The amending item that made these words, `cn-criminal-law-amendment-9:17`; empty where not known.

    Where several items did, the first of them; `Amendment` has them all."""
    notes = models.JSONField(default=list, blank=True)
    corrections = models.JSONField(default=list, blank=True)
    """Corrections applied to the source: [{what, why_zh, why_en, evidence}]."""
    recorded_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ProvisionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["provision", "valid_from"]
        indexes = [models.Index(fields=["provision", "valid_from"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="version_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(text_held=False) | ~Q(text=""), name="no_empty_text"),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id}@{self.valid_from or '…'}"

    @property
    def earliest(self) -> date | None:
        """The first day on which it can have been law, as far as one is known."""
        return self.valid_from or self.not_before


class Amendment(models.Model):
    """One thing that an item of an amending instrument does to a law; kept also where it could not be read or applied."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="amendments")
    """The law that it changes."""
    instrument = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="amends")
    item = models.CharField(max_length=120)
    """Key of the item in the instrument: `17`."""
    order = models.PositiveIntegerField()
    action = models.CharField(max_length=20, blank=True)
    """`lawbase.statutes.history.values.Action`; empty for what could not be read."""
    key = models.CharField(max_length=60, blank=True)
    """Number of the article it changes, as the law counted before; empty for an article that it adds."""
    becomes = models.CharField(max_length=60, blank=True)
    """The number from `on`."""
    raw = models.TextField()
    """The item's words, without what it quotes."""
    on = models.DateField()
    problem_zh = models.TextField(blank=True)
    problem_en = models.TextField(blank=True)
    """Why it could not be read or applied; empty where it was applied."""

    class Meta:
        ordering = ["instrument", "order"]
        constraints = [
            models.UniqueConstraint(fields=["law", "instrument", "order"], name="one_place_an_instruction"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id}:{self.item} {self.action} {self.key or self.becomes}"


class Renumbering(models.Model):
    """An article that had one number has another from a day on. Identities are numbers; this carries the words' lineage."""

    old = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="became")
    new = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="was")
    on = models.DateField()
    by = models.CharField(max_length=120)
    """The item that renumbers it."""
    whole = models.BooleanField(default=True)
    """False where only a part of the old article went into the new one."""

    class Meta:
        ordering = ["on", "new"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="one_renumbering_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} on {self.on}"
