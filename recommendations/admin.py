"""What was asked, of whom, as an admin looks after it.

Reports and NPCC dependencies are in `responses`, where they are opened for answers and settled.
"""

from django.contrib import admin

from supercomplaint.admin import ForAdmins, LookedAfterByAdmins, ReadOnly

from .models import (
    Addressee,
    AddresseeGroup,
    Deadline,
    Milestone,
    Note,
    Organisation,
    Recommendation,
    ReportAction,
    SubRecommendation,
    Tie,
    UnnumberedAsk,
)


class RowsInline(ForAdmins, admin.TabularInline):
    extra = 0


class AddresseeInline(RowsInline):
    model = Addressee
    autocomplete_fields = ["organisation"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "group")


class DeadlineInline(RowsInline):
    model = Deadline
    autocomplete_fields = ["organisation"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "group")


class SubRecommendationInline(RowsInline):
    model = SubRecommendation
    autocomplete_fields = ["parent"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")


class NoteInline(RowsInline):
    model = Note


class TieInline(RowsInline):
    model = Tie
    fk_name = "from_recommendation"
    autocomplete_fields = ["to_recommendation"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("to_recommendation__report")


class RecommendationInline(ReadOnly, admin.TabularInline):
    """The recommendations of a report, each a link to its own page."""

    model = Recommendation
    fields = ["number", "addressed_to", "text_held", "due_on"]
    ordering = ["order"]
    show_change_link = True


class UnnumberedAskInline(ForAdmins, admin.StackedInline):
    model = UnnumberedAsk
    extra = 0
    autocomplete_fields = ["groups"]


class ReportActionInline(ForAdmins, admin.StackedInline):
    model = ReportAction
    extra = 0
    autocomplete_fields = ["organisation"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "report")


class MilestoneInline(ForAdmins, admin.StackedInline):
    model = Milestone
    extra = 0


@admin.register(AddresseeGroup)
class AddresseeGroupAdmin(LookedAfterByAdmins):
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request, group=None):
        """Its short name is what every row points at: changed, it would be another group."""
        return ["slug"] if group else []


@admin.register(Organisation)
class OrganisationAdmin(LookedAfterByAdmins):
    list_display = ["name", "kind", "group", "force", "first_on", "last_on"]
    list_filter = ["kind", "group", "nation", "region"]
    list_select_related = ["force", "group"]
    search_fields = ["name", "slug", "ons_code"]
    autocomplete_fields = ["force", "successor"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Recommendation)
class RecommendationAdmin(LookedAfterByAdmins):
    inlines = [AddresseeInline, DeadlineInline, SubRecommendationInline, NoteInline, TieInline]
    list_display = ["number", "report", "addressed_to", "text_held", "interim", "due_on"]
    list_display_links = ["number", "report"]
    list_filter = ["report", "addressees__group", "text_held", "interim", "due_on"]
    ordering = ["-report__published_on", "report__slug", "order"]
    search_fields = ["=number", "report__title", "addressed_to", "text"]
    autocomplete_fields = ["report", "carried_into"]

    def has_delete_permission(self, request, recommendation=None):
        """Not while an answer that was sent waits for it: that answer would no longer say so."""
        is_waited_for = recommendation is not None and recommendation.waiting_updates.exists()
        return super().has_delete_permission(request) and not is_waited_for

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("report")
        )  # its name has the report's in it


class PartAdmin(LookedAfterByAdmins):
    """Rows that hang on one recommendation."""

    list_filter = ["recommendation__report"]
    list_select_related = ["recommendation__report"]
    ordering = [
        "-recommendation__report__published_on",
        "recommendation__report__slug",
        "recommendation__order",
    ]
    autocomplete_fields = ["recommendation"]


@admin.register(Addressee)
class AddresseeAdmin(PartAdmin):
    list_display = ["recommendation", "group", "organisation"]
    list_select_related = ["recommendation__report", "group", "organisation"]
    list_filter = ["group", "recommendation__report"]
    search_fields = ["recommendation__report__title", "=recommendation__number"]
    autocomplete_fields = ["recommendation", "organisation"]


@admin.register(SubRecommendation)
class SubRecommendationAdmin(PartAdmin):
    list_display = ["label", "recommendation", "text"]
    list_display_links = ["label", "recommendation"]
    search_fields = ["=label", "recommendation__report__title", "=recommendation__number", "text"]
    autocomplete_fields = ["recommendation", "parent"]

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("recommendation__report")
        )  # its name has the number in it


@admin.register(Note)
class NoteAdmin(PartAdmin):
    list_display = ["recommendation", "order", "text"]
    search_fields = ["recommendation__report__title", "=recommendation__number", "text"]


@admin.register(Tie)
class TieAdmin(LookedAfterByAdmins):
    list_display = ["from_recommendation", "kind", "to_recommendation"]
    list_filter = ["kind", "from_recommendation__report"]
    list_select_related = ["from_recommendation__report", "to_recommendation__report"]
    ordering = ["from_recommendation__report__slug", "from_recommendation__order"]
    search_fields = ["from_recommendation__report__title", "=from_recommendation__number"]
    autocomplete_fields = ["from_recommendation", "to_recommendation"]
