"""Answers, what was sent, its evidence and the event log, to be read. Nothing here changes a word.

Drafts are not here at all: their own force alone sees them, and no event shows their words.
"""

from django.contrib import admin

from supercomplaint.admin import ReadByAdmins, ReadOnly

from ..models import Citation, Event, Evidence, ForceResponse, Update

# The rest of what an event holds may be the words of a draft.
SHOWN_OF_AN_EVENT = {"answers", "report", "source", "stage", "update"}


class UpdateInline(ReadOnly, admin.TabularInline):
    model = Update
    fields = ["number", "position", "progress", "reported_on", "recorded_at", "source", "published_at"]
    show_change_link = True

    def get_queryset(self, request):
        updates = super().get_queryset(request).visible_to(request.access)
        return updates.select_related("response__organisation", "response__recommendation").order_by("number")


class CitationInline(ReadOnly, admin.TabularInline):
    """Where evidence is cited in what was sent. A citation in a draft is part of the draft."""

    model = Citation
    fields = ["evidence", "update", "sub_label", "where"]

    def get_queryset(self, request):
        sent = super().get_queryset(request).filter(update__isnull=False)
        return sent.select_related("evidence", "update__response__organisation", "update__response__recommendation")


@admin.register(ForceResponse)
class ForceResponseAdmin(ReadByAdmins):
    inlines = [UpdateInline]
    fields = ["organisation", "recommendation", "stage", "version", "latest", "published"]
    list_display = ["organisation", "recommendation", "stage", "version"]
    list_select_related = ["organisation", "recommendation__report"]
    list_filter = ["recommendation__report", "stage", "organisation__kind"]
    search_fields = ["organisation__name", "recommendation__report__title", "=recommendation__number"]
    ordering = ["recommendation_id", "organisation_id"]


@admin.register(Update)
class UpdateAdmin(ReadByAdmins):
    inlines = [CitationInline]
    list_display = ["response", "number", "position", "progress", "reported_on", "source", "published_at"]
    list_select_related = ["response__organisation", "response__recommendation"]
    list_filter = ["response__recommendation__report", "position", "progress", "source"]
    search_fields = ["response__organisation__name", "response__recommendation__report__title", "source_title"]


@admin.register(Evidence)
class EvidenceAdmin(ReadByAdmins):
    inlines = [CitationInline]
    list_display = ["title", "organisation", "kind", "dated", "dated_on", "is_public", "withdrawn_at"]
    list_select_related = ["organisation"]
    list_filter = ["kind", "is_public", ("withdrawn_at", admin.EmptyFieldListFilter), "organisation"]
    search_fields = ["title", "organisation__name"]


@admin.register(Event)
class EventAdmin(ReadByAdmins):
    fields = [
        "at",
        "what_happened",
        "by",
        "organisation",
        "response",
        "what_was_before",
        "what_came_after",
        "chain",
        "number",
        "previous_hash",
        "hash",
    ]
    list_display = ["at", "what_happened", "organisation", "response", "by", "chain", "number"]
    list_select_related = ["organisation", "by", "response__organisation", "response__recommendation"]
    list_filter = ["verb", "at", "organisation"]
    search_fields = ["verb", "organisation__name", "by__name", "by__email", "response__recommendation__report__title"]
    ordering = ["-pk"]

    def lookup_allowed(self, lookup, value, request):
        """An address must not be able to ask what a draft says, letter by letter."""
        hidden = lookup.split("__")[0] in ("before", "after", "reason")
        return not hidden and super().lookup_allowed(lookup, value, request)

    @admin.display(description="what happened", ordering="verb")
    def what_happened(self, event):
        return event.verb.replace("_", " ").capitalize()

    @admin.display(description="before")
    def what_was_before(self, event):
        return _in_words(event.before)

    @admin.display(description="after")
    def what_came_after(self, event):
        return _in_words(event.after)


def _in_words(facts):
    """The facts of an event; of those that may be a draft's words, the name alone."""
    return "; ".join(f"{name}: {fact}" if name in SHOWN_OF_AN_EVENT else name for name, fact in sorted(facts.items()))
