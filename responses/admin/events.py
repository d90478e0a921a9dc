"""The event log, to be read. The words of a draft are shown to the people of its own organisation alone."""

from django.contrib import admin

from supercomplaint.admin import WorkAdmin

from ..models import Event
from ..verbs import VERBS, Audience

# The rest of what an event holds may be the words of a draft.
SHOWN_OF_AN_EVENT = {"answers", "report", "reviewer", "source", "stage", "update"}


@admin.register(Event)
class EventAdmin(WorkAdmin):
    fields = ["at", "what_happened", "by", "organisation", "response"]
    facts = ["what_was_before", "what_came_after"]
    facts_in_full = ["before", "after"]
    seal = ["chain", "number", "previous_hash", "hash"]
    list_display = ["at", "what_happened", "response", "by", "organisation", "chain", "number"]
    list_select_related = [
        "organisation",
        "by",
        "response__organisation",
        "response__recommendation",
    ]
    list_filter = ["verb", "at", ("organisation", admin.RelatedOnlyFieldListFilter)]
    search_fields = [
        "verb",
        "organisation__name",
        "by__name",
        "response__recommendation__report__title",
    ]
    ordering = ["-pk"]
    also_asked = ["response__id__exact"]

    def get_fields(self, request, obj=None):
        is_own = obj is not None and obj.organisation_id in request.access.reads
        is_between = obj is not None and VERBS[obj.verb].audience == Audience.BETWEEN
        reason = ["reason"] if is_own or is_between else []
        facts = self.facts_in_full if is_own else self.facts
        return [*super().get_fields(request, obj), *reason, *facts, *self.seal]

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
    return "; ".join(
        f"{name}: {fact}" if name in SHOWN_OF_AN_EVENT else name
        for name, fact in sorted(facts.items())
    )
