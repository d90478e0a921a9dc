"""Answers and what was sent, each for its own people, for reviewers once it was sent, and for admins to be read.

Nothing is typed over a row: its words change, and it moves along, through `actions` alone.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.views.decorators.http import require_http_methods

from supercomplaint.admin import ReadAtWork, WorkAdmin

from .. import workflow
from ..flows import publishing
from ..models import ForceResponse, Update
from ..queries.signing import why_not_publish
from . import several
from .drawing import drawn
from .evidence import CitationInline
from .pages import AnswerPages


class UpdateInline(ReadAtWork, admin.TabularInline):
    model = Update
    fields = [
        "number",
        "position",
        "progress",
        "reported_on",
        "recorded_at",
        "source",
        "published_at",
    ]
    show_change_link = True

    def get_queryset(self, request):
        updates = super().get_queryset(request).visible_to(request.access)
        return updates.select_related(
            "response__organisation", "response__recommendation"
        ).order_by("number")


class Whose(admin.SimpleListFilter):
    """Who judges an answer, which no organisation sees."""

    title = "who judges it"
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("nobody", "Nobody yet"), ("me", "I do"), ("colleague", "A colleague")]

    def queryset(self, request, answers):
        taken = answers.exclude(claimed_by=None)
        return {
            "nobody": answers.filter(claimed_by=None),
            "me": answers.filter(claimed_by=request.user),
            "colleague": taken.exclude(claimed_by=request.user),
        }.get(self.value(), answers)


@admin.register(ForceResponse)
class ForceResponseAdmin(AnswerPages, WorkAdmin):
    inlines = [UpdateInline]
    fields = [
        "organisation",
        "recommendation",
        "what_is_asked",
        "stage",
        "latest",
        "published",
        "version",
    ]
    list_display = ["recommendation", "organisation", "stage"]
    list_filter = [
        ("recommendation__report", admin.RelatedOnlyFieldListFilter),
        "stage",
        "organisation__kind",
    ]
    search_fields = [
        "organisation__name",
        "recommendation__report__title",
        "=recommendation__number",
    ]
    ordering = ["recommendation_id", "organisation_id"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("organisation", "recommendation__report", "claimed_by")
        )

    def get_fields(self, request, obj=None):
        is_own = obj is not None and obj.organisation_id in request.access.reads
        own = ["returned_because"] if is_own and obj.returned_because else []
        reviewers = [self._named("claimed_by")] if request.access.reviews else []
        return [*super().get_fields(request, obj), *own, *reviewers]

    def get_list_display(self, request):
        return [*self.list_display, *(["claimed_by"] if request.access.reviews else [])]

    def get_list_filter(self, request):
        return [*self.list_filter, *([Whose] if request.access.reviews else [])]

    def get_actions(self, request):
        return several.offered(request.access)

    @admin.display(description="what is asked")
    def what_is_asked(self, response):
        return response.recommendation.text or "Text not held"

    def history_view(self, request, object_id, extra_context=None):
        """The event log has the history: nothing is changed beside it."""
        response = self.get_object(request, object_id)
        log = reverse(
            "admin:responses_event_changelist", query={"response__id__exact": response.pk}
        )
        return HttpResponseRedirect(log)


@admin.register(Update)
class UpdateAdmin(WorkAdmin):
    inlines = [CitationInline]
    owner = "response__organisation"
    fields = [
        "response",
        "number",
        "position",
        "progress",
        "account",
        "what_parts_say",
        "lead",
        "target_on",
        "waits_on_dependencies",
        "waits_on_recommendations",
        "reported_on",
        "recorded_at",
        "sent_by",
        "signed_off_by",
        "source",
        "source_title",
        "source_url",
        "remarks",
        "published_at",
    ]
    list_display = [
        "response",
        "number",
        "position",
        "progress",
        "reported_on",
        "source",
        "published_at",
    ]
    list_select_related = ["response__organisation", "response__recommendation"]
    list_filter = [
        ("response__recommendation__report", admin.RelatedOnlyFieldListFilter),
        "position",
        "progress",
        "source",
    ]
    search_fields = [
        "response__organisation__name",
        "response__recommendation__report__title",
        "source_title",
    ]
    ordering = ["-recorded_at", "-pk"]

    @admin.display(description="sub-recommendations")
    def what_parts_say(self, update):
        return format_html_join("\n", "{}. {}", sorted(update.sub_answers.items())) or None

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_publish"] = not workflow.why_not_publish(obj, request.access)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        views = {"publish": self.publish_view, "unpublish": self.unpublish_view}
        return [*(self._path(name, view) for name, view in views.items()), *super().get_urls()]

    def _path(self, name, view):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(view))
        return path(f"<key:pk>/{name}/", view, name=f"responses_update_{name}")

    def publish_view(self, request, pk):
        update = self._own(request, pk, why_not_publish)
        if request.method == "POST":
            outcome = publishing.publish(update, by=request.user, access=request.access)
            return self._done(request, update, outcome)
        return self._page(request, update, "Publish")

    def unpublish_view(self, request, pk):
        update = self._own(request, pk, workflow.why_not_publish)
        typed = request.POST if request.method == "POST" else None
        outcome = publishing.unpublish(update, typed, by=request.user, access=request.access)
        if outcome.is_done:
            return self._done(request, update, outcome)
        return self._page(request, update, "Unpublish", *outcome.forms, status=outcome.status)

    def _done(self, request, update, outcome):
        messages.success(request, outcome.message)
        return redirect("admin:responses_update_change", update.pk)

    def _own(self, request, pk, why_not):
        rows = self.get_queryset(request).select_related(
            "response__organisation", "response__recommendation"
        )
        update = get_object_or_404(rows, pk=pk)
        if reason := why_not(update, request.access):
            raise PermissionDenied(reason)
        return update

    def _page(self, request, update, title, *forms, status=200):
        context = self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": str(update),
            "opts": self.opts,
            "update": update,
            "forms": [drawn(form, self) for form in forms],
            "button": title,
        }
        return TemplateResponse(request, "admin/responses/update/page.html", context, status=status)
