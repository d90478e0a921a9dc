"""Evidence, to be read: one's own, or what was cited in an answer that was sent. It is added under an answer."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from supercomplaint.admin import ReadAtWork, WorkAdmin

from ..models import Citation, Evidence, Update


class CitationInline(ReadAtWork, admin.TabularInline):
    """Where evidence is cited in what was sent. A citation in a draft is part of the draft."""

    model = Citation
    fields = ["evidence", "update", "sub_label", "where"]

    def get_queryset(self, request):
        sent = (
            super()
            .get_queryset(request)
            .filter(update__in=Update.objects.visible_to(request.access))
        )
        return sent.select_related(
            "evidence", "update__response__organisation", "update__response__recommendation"
        )


@admin.register(Evidence)
class EvidenceAdmin(WorkAdmin):
    inlines = [CitationInline]
    fields = [
        "title",
        "organisation",
        "kind",
        "dated",
        "dated_on",
        "url",
        "stored",
        "size",
        "sha256",
        "what_was_found",
        "scan",
        "is_public",
        "added_at",
        "added_by",
        "withdrawn_at",
        "withdrawn_because",
    ]
    list_display = [
        "title",
        "organisation",
        "kind",
        "dated",
        "dated_on",
        "is_public",
        "withdrawn_at",
    ]
    list_select_related = ["organisation"]
    list_filter = [
        "kind",
        "is_public",
        ("withdrawn_at", admin.EmptyFieldListFilter),
        ("organisation", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["title", "organisation__name"]
    ordering = ["-added_at", "-pk"]

    @admin.display(description="file")
    def stored(self, evidence):
        """Sent by the site's own page, which asks who asks and whether it was scanned."""
        if not evidence.file:
            return None
        return format_html(
            '<a href="{}">{}</a>',
            reverse("responses:evidence_file", args=[evidence.pk]),
            evidence.file_name,
        )

    @admin.display(description="what was found in it")
    def what_was_found(self, evidence):
        return "\n".join(evidence.findings) or None
