"""The pages under one answer: write, cite, take its steps. Each shows what a flow says, then goes back to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from .. import workflow
from ..flows import citing, claiming, drafting, stepping
from ..models import Citation
from ..queries.contents import shown_to
from ..queries.signing import open_steps
from .drawing import drawn


class AnswerPages:
    """What the page of one answer shows beside its row, and the pages that it leads to."""

    def get_urls(self):
        pages = [
            ("draft/", self.draft_view, "draft", ["GET", "POST"]),
            ("evidence/<slug:way>/", self.evidence_view, "evidence", ["GET", "POST"]),
            (
                "citations/<key:citation>/remove/",
                self.remove_citation_view,
                "remove_citation",
                ["POST"],
            ),
            ("steps/<slug:name>/", self.step_view, "step", ["GET", "POST"]),
            ("claim/", self.claim_view, "claim", ["POST"]),
        ]
        return [*(self._path(*page) for page in pages), *super().get_urls()]

    def _path(self, route, view, name, methods):
        view = self.admin_site.admin_view(require_http_methods(methods)(view))
        return path(f"<key:pk>/{route}", view, name=f"responses_forceresponse_{name}")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        access = request.access
        context |= {
            "contents": shown_to(access, [obj]).get(obj.pk),
            "is_own": obj.organisation_id in access.reads,
            "why_not_edit": workflow.why_not_edit(obj, access),
            "steps": [(step, stepping.has_a_page(step, obj)) for step in open_steps(obj, access)],
            "may_claim": not workflow.why_not_review(obj, access),
        }
        if not context["why_not_edit"]:
            contents = context["contents"]
            context["cited"] = [*contents.citations, *contents.left_out] if contents else []
            context["ways"] = [
                (way, citing.label_of(way), self._inline(obj, way)) for way in citing.WAYS
            ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _inline(self, response, way):
        form = citing.form_for(response, way)
        form.auto_id = f"{way}_%s"  # four forms stand on one page
        return drawn(form, self)

    def draft_view(self, request, pk):
        response = self._answer(request, pk)
        if reason := workflow.why_not_edit(response, request.access):
            raise PermissionDenied(reason)

        kinds = drafting.kinds_for(response)
        outcome = drafting.write(
            response, kinds, _typed(request), by=request.user, access=request.access
        )
        if outcome.is_done:
            return self._done(request, outcome)

        context = {}
        if outcome.theirs:
            context = {
                "contents": outcome.theirs,
                "heading": f"What {outcome.theirs.row.saved_by} saved",
            }
        return self._page(request, outcome, "Edit the draft", "Save draft", **context)

    def evidence_view(self, request, pk, way):
        response = self._answer(request, pk)
        typed = [request.POST, request.FILES] if request.method == "POST" else []
        outcome = citing.add(response, way, *typed, by=request.user, access=request.access)
        if outcome.is_done:
            return self._done(request, outcome)
        return self._page(request, outcome, citing.label_of(way), citing.label_of(way))

    def remove_citation_view(self, request, pk, citation):
        response = self._answer(request, pk)
        own = Citation.objects.filter(
            draft__response=response, draft__response__organisation__in=request.access.reads
        )
        citation = get_object_or_404(own.select_related("evidence", "draft__response"), pk=citation)
        return self._done(request, citing.remove(citation, by=request.user, access=request.access))

    def step_view(self, request, pk, name):
        step = stepping.step_called(name)
        response = self._answer(request, pk)
        try:
            outcome = stepping.take(
                step, response, _typed(request), by=request.user, access=request.access
            )
        except stepping.MovedOn as reason:
            messages.warning(request, str(reason))
            return self._back_to(response)

        if outcome.is_done:
            return self._done(request, outcome)
        context = {
            "contents": shown_to(request.access, [response]).get(response.pk),
            "heading": "The answer",
            "message": outcome.message,
            "changes": outcome.changes,
            "reasons_to_start_from": stepping.reasons_to_start_from(step),
        }
        return self._page(request, outcome, step.label, step.label, **context)

    def claim_view(self, request, pk):
        response = self._answer(request, pk)
        reviewer = None if "release" in request.POST else request.user
        try:
            outcome = claiming.claim(response, reviewer, by=request.user, access=request.access)
        except workflow.Refused as refused:
            raise PermissionDenied(str(refused)) from refused
        return self._done(request, outcome)

    def _answer(self, request, pk):
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _done(self, request, outcome):
        messages.success(request, outcome.message)
        return self._back_to(outcome.response)

    def _back_to(self, response):
        return redirect("admin:responses_forceresponse_change", response.pk)

    def _page(self, request, outcome, title, button, **context):
        forms = [*outcome.forms, outcome.conflict] if outcome.conflict else outcome.forms
        context |= self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": str(outcome.response),
            "opts": self.opts,
            "answer": outcome.response,
            "forms": [drawn(form, self) for form in forms],
            "is_multipart": any(form.is_multipart() for form in outcome.forms),
            "button": button,
        }
        page = "admin/responses/forceresponse/page.html"
        return TemplateResponse(request, page, context, status=outcome.status)


def _typed(request):
    return request.POST if request.method == "POST" else None
