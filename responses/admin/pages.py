"""The pages under one answer, where its people write, cite, and take its steps. Each goes through `actions`."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from .. import actions, verbs, workflow
from ..forms.answers import AnswerForm, SubAnswersForm
from ..forms.steps import REASONS_TO_START_FROM, StepForm
from ..models import Citation
from ..views.answers import as_it_stands
from ..views.evidence import WAYS, cite_thing, form_to_add, told
from .drawing import drawn
from .reading import words_of


class AnswerPages:
    """What the page of one answer shows beside its row, and the pages that it leads to."""

    def get_urls(self):
        pages = [
            ("draft/", self.draft_view, "draft", ["GET", "POST"]),
            ("evidence/<slug:way>/", self.evidence_view, "evidence", ["GET", "POST"]),
            ("citations/<key:citation>/remove/", self.remove_citation_view, "remove_citation", ["POST"]),
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
            "words": words_of([obj], access).get(obj.pk),
            "is_own": obj.organisation_id in access.reads,
            "why_not_edit": workflow.why_not_edit(obj, access),
            "steps": [(step, _needs_page(step, obj)) for step in workflow.open_steps(obj, access)],
            "may_claim": not workflow.why_not_review(obj, access),
        }
        if not context["why_not_edit"]:
            context["ways"] = [(way, label, self._inline(obj, way)) for way, (label, _) in WAYS.items()]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _inline(self, response, way):
        form = form_to_add(response, way)
        form.auto_id = f"{way}_%s"  # four forms stand on one page
        return drawn(form, self)

    def draft_view(self, request, pk):
        response = self._to_write(request, pk)
        forms = _draft_forms(response, request.POST or None)
        if request.method == "POST" and all(form.is_valid() for form in forms):
            try:
                self._save_draft(request, response, forms)
            except workflow.Stale as stale:
                return self._conflict(request, pk, stale)
            except workflow.Refused as refused:
                forms[0].add_error(None, str(refused))
            else:
                messages.success(request, "Draft saved. Only your organisation sees it.")
                return self._back_to(response)
        return self._draft_page(request, response, forms)

    def _save_draft(self, request, response, forms):
        words = {name: value for form in forms for name, value in form.words().items()}
        actions.save_draft(response, by=request.user, access=request.access, **words)

    def _conflict(self, request, pk, stale):
        """Refuse a stale edit and lose nothing: both texts are shown, and the next save begins from theirs."""
        response = self._to_write(request, pk)
        typed = request.POST.copy()
        typed["version"] = response.version
        forms = _draft_forms(response, typed)
        forms[0].add_error(None, f"{stale} Compare both texts, change yours where it needs it, and save again.")
        theirs = words_of([response], request.access)[response.pk]
        heading = f"What {theirs.saved_by} saved"
        return self._draft_page(request, response, forms, status=409, words=theirs, heading=heading)

    def _draft_page(self, request, response, forms, status=None, **context):
        status = status or (422 if any(form.errors for form in forms) else 200)
        return self._page(request, response, "Edit the draft", "Save draft", forms, status=status, **context)

    def evidence_view(self, request, pk, way):
        response = self._to_write(request, pk)
        if way not in WAYS:
            raise Http404
        form = form_to_add(response, way, *([request.POST, request.FILES] if request.method == "POST" else []))
        if form.is_valid():
            try:
                typed = form.cleaned_data
                things = cite_thing(response, way, by=request.user, access=request.access, **typed)
            except workflow.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, told(things))
                return self._back_to(response)
        status = 422 if form.errors else 200
        return self._page(request, response, WAYS[way][0], WAYS[way][0], [form], status=status)

    def remove_citation_view(self, request, pk, citation):
        response = self._answer(request, pk)
        own = Citation.objects.filter(draft__response=response, draft__response__organisation__in=request.access.reads)
        citation = get_object_or_404(own.select_related("evidence", "draft__response"), pk=citation)
        try:
            actions.remove_citation(citation, by=request.user, access=request.access)
        except workflow.Refused as refused:
            raise PermissionDenied(str(refused)) from refused
        messages.success(request, f"“{citation.evidence}” is no longer cited here. Your organisation still holds it.")
        return self._back_to(response)

    def step_view(self, request, pk, name):
        step, response = workflow.STEPS.get(name), self._answer(request, pk)
        if step is None:
            raise Http404
        if reason := workflow.why_not_step(step, response, request.access):
            return self._refuse_step(request, response, step, reason)
        form = StepForm(request.POST or None, initial={"version": response.version}, response=response, step=step)
        if request.method == "POST" and form.is_valid():
            try:
                done = actions.take_step(name, response, by=request.user, access=request.access, **form.words())
            except workflow.Refused as refused:
                form = self._again(request, response, step, refused)
            else:
                messages.success(request, _banner(name, done))
                return self._back_to(response)
        return self._step_page(request, response, step, form)

    def _refuse_step(self, request, response, step, reason):
        """Say why not: on the page of an answer that has moved on, with 403 when it is not this person's step."""
        if response.stage in step.sources or request.method != "POST":
            raise PermissionDenied(reason)
        messages.warning(request, reason)
        return self._back_to(response)

    def _again(self, request, response, step, refused):
        """The form with what was typed, and the version that is there now."""
        typed = request.POST.copy()
        typed["version"] = self._answer(request, response.pk).version
        form = StepForm(typed, response=response, step=step)
        form.add_error(None, str(refused))
        return form

    def _step_page(self, request, response, step, form):
        status = 409 if form.non_field_errors() else 422 if form.errors else 200
        context = {
            "words": words_of([response], request.access).get(response.pk),
            "heading": "The answer",
            "canned": REASONS_TO_START_FROM if step.who == workflow.REVIEWER and step.needs_reason else [],
        }
        return self._page(request, response, step.label, step.label, [form], status=status, **context)

    def claim_view(self, request, pk):
        response = self._answer(request, pk)
        reviewer = None if "release" in request.POST else request.user
        try:
            actions.claim(response, by=request.user, access=request.access, reviewer=reviewer)
        except workflow.Refused as refused:
            raise PermissionDenied(str(refused)) from refused
        messages.success(request, verbs.banner_for("claim" if reviewer else "release", reviewer=reviewer))
        return self._back_to(response)

    def _answer(self, request, pk):
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _to_write(self, request, pk):
        response = self._answer(request, pk)
        if reason := workflow.why_not_edit(response, request.access):
            raise PermissionDenied(reason)
        return response

    def _page(self, request, response, title, button, forms, *, status, **context):
        context |= self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": str(response),
            "opts": self.opts,
            "answer": response,
            "forms": [drawn(form, self) for form in forms],
            "is_multipart": any(form.is_multipart() for form in forms),
            "button": button,
        }
        return TemplateResponse(request, "admin/responses/forceresponse/page.html", context, status=status)

    def _back_to(self, response):
        return redirect("admin:responses_forceresponse_change", response.pk)


def _banner(name, response):
    reference = response.latest.reference if response.latest else ""
    return verbs.banner_for(name, reference=reference)


def _needs_page(step, response):
    """Whether there is something to type or to declare; otherwise one button takes the step."""
    return bool(StepForm(response=response, step=step).visible_fields())


def _draft_forms(response, typed):
    """The words of the answer, and those for its parts where it has any: they are saved together."""
    kinds = [AnswerForm, SubAnswersForm] if response.recommendation.parts else [AnswerForm]
    return [kind(typed, initial=as_it_stands(response), response=response) for kind in kinds]
