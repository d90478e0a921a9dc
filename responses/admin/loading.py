"""Report files, put forward and loaded, and the reports that come of them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from recommendations.admin import (
    MilestoneInline,
    RecommendationInline,
    ReportActionInline,
    UnnumberedAskInline,
)
from recommendations.loading import LIMIT, Unreadable, read
from recommendations.models import Report, ReportFile
from supercomplaint.admin import LookedAfterByAdmins

from ..actions import open_report
from ..actions.loading import load

MOST_LINES = 1000  # that a page shows of one kind


class ReportFileForm(forms.ModelForm):
    """A file, or the words of one."""

    upload = forms.FileField(
        label="File", required=False, help_text="JSON with natural keys, up to 20 MB."
    )
    pasted = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 100}),
    )

    class Meta:
        model = ReportFile
        fields = []

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload:
            self._keep(upload.name, upload.read(LIMIT + 1))
        return upload

    def clean_pasted(self):
        pasted = self.cleaned_data["pasted"]
        if pasted and not self.cleaned_data.get("upload"):
            self._keep(f"pasted-{timezone.localdate().isoformat()}.json", pasted.encode())
        return pasted

    def clean(self):
        super().clean()
        if not self.errors and not self.instance.text:
            self.add_error("upload", "Choose a file, or paste its text.")
        if self.cleaned_data.get("upload") and self.cleaned_data.get("pasted"):
            self.add_error("pasted", "Choose a file or paste text, not both.")

    def _keep(self, name, data):
        try:
            read(data)
        except Unreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from None
        made = ReportFile.of(name[:200], data.decode("utf-8-sig"))
        self.instance.name, self.instance.text, self.instance.sha256 = (
            made.name,
            made.text,
            made.sha256,
        )


@admin.register(ReportFile)
class ReportFileAdmin(LookedAfterByAdmins):
    """What was put forward stays as it was: it is added, loaded and deleted, and never edited."""

    form = ReportFileForm
    list_display = ["name", "added_at", "loaded_at"]
    list_filter = ["added_at", "loaded_at"]
    search_fields = ["name", "sha256"]
    ordering = ["-added_at", "-pk"]
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text")

    def get_fields(self, request, obj=None):
        return ["name", "sha256", "added_at", "loaded_at"] if obj else ["upload", "pasted"]

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.load_view))
        return [
            path("<key:pk>/load/", view, name="recommendations_reportfile_load"),
            *super().get_urls(),
        ]

    def response_add(self, request, obj, post_url_continue=None):
        return redirect("admin:recommendations_reportfile_load", obj.pk)

    def load_view(self, request, pk):
        """What would change; and, on POST, the change."""
        if not request.access.administers:
            raise PermissionDenied
        file = get_object_or_404(ReportFile, pk=pk)
        result = load(
            [(file.name, file.text.encode())], by=request.user, dry_run=request.method == "GET"
        )
        if request.method == "POST" and not result.errors:
            self._mark_loaded(request, file, result)
            return redirect("admin:recommendations_reportfile_change", file.pk)
        return TemplateResponse(
            request,
            "admin/recommendations/reportfile/load.html",
            self.admin_site.each_context(request) | _page(file, result),
            status=422 if request.method == "POST" else 200,
        )

    def _mark_loaded(self, request, file, result):
        file.loaded_at = timezone.now()
        file.save(update_fields=["loaded_at"])
        said = (
            f"Loaded: {len(result.created)} created, {len(result.changed)} changed, {len(result.removed)} removed, "
            f"{len(result.unchanged)} left as they were. Answers now expected: {result.answers_opened} more."
        )
        self.log_change(request, file, said)
        messages.success(request, said)


def _page(file, result):
    """What the page says: each kind of line with its heading, and how many more there are."""
    kinds = [
        ("Refused", result.errors),
        ("Would be created", result.created),
        ("Would be changed", result.changed),
        ("Would be removed", result.removed),
        ("Would be left as they are", result.unchanged),
    ]
    return {
        "title": f"What would change: {file.name}",
        "opts": ReportFile._meta,
        "file": file,
        "result": result,
        "kinds": [
            (name, len(lines), lines[:MOST_LINES], max(0, len(lines) - MOST_LINES))
            for name, lines in kinds
        ],
        "back": reverse("admin:recommendations_reportfile_changelist"),
    }


@admin.register(Report)
class ReportAdmin(LookedAfterByAdmins):
    inlines = [RecommendationInline, UnnumberedAskInline, ReportActionInline, MilestoneInline]
    list_display = ["title", "submitted_on", "published_on", "opened"]
    list_filter = ["published_on", "designated_bodies"]
    search_fields = ["title", "slug", "summary"]
    autocomplete_fields = ["designated_bodies"]
    list_select_related = ["opening"]
    readonly_fields = ["opened"]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["open_for_answers"]

    @admin.display(description="opened for answers")
    def opened(self, report):
        return report.opening.at if hasattr(report, "opening") else None

    @admin.action(description="Open for answers: expect one from every addressee")
    def open_for_answers(self, request, reports):
        made = sum(open_report(report, by=request.user) for report in reports)
        messages.success(request, f"Answers now expected: {made} more.")
