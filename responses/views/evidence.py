"""Evidence: cited on a tab of the answer, listed for its organisation, shown and sent to whoever may see it."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from files import store

from .. import actions, workflow
from ..flows import citing
from ..forms.evidence import (
    AnswersForm,
    DetailsForm,
    EditCitationForm,
    ReplaceForm,
    RestoreForm,
    ShowForm,
    UploadForm,
    WithdrawForm,
)
from ..models import Citation, Evidence, ForceResponse, Update
from ..vocabulary import Stage
from .answer_page import draft_of, frame, own_response_or_404

THINGS_A_PAGE = 50
log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def of_response(request, pk):
    """What the draft cites, and one form at a time to add to it."""
    response = own_response_or_404(request, pk)
    way = request.GET.get("add")
    if request.method == "POST":
        return _add(request, response, way)

    form = None
    if way in citing.WAYS and not workflow.why_not_edit(response, request.access):
        form = UploadForm() if way == "files" else citing.form_for(response, way)
    return _tab(request, response, way, form)


def _add(request, response, way):
    people = {"by": request.user, "access": request.access}
    if way == "files":
        return _upload(request, response, people)
    outcome = citing.add(response, way, request.POST, request.FILES, **people)
    if outcome.is_done:
        messages.success(request, outcome.message)
        return redirect("responses:evidence", response.pk)
    return _tab(request, response, way, outcome.form, status=outcome.status, held=outcome.held)


def _upload(request, response, people):
    outcome = citing.upload(response, request.POST, request.FILES, **people)
    if not outcome.is_done:
        return _tab(request, response, "files", outcome.form, status=outcome.status)
    if outcome.message:
        messages.error(request, outcome.message)
    return redirect("responses:evidence_describe", response.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request, pk):
    """Each file that this person has added and not described: a row with its own form."""
    response = own_response_or_404(request, pk)
    typed = request.POST if request.method == "POST" else None
    outcome = citing.describe(response, typed, by=request.user, access=request.access)
    if outcome.is_done:
        messages.success(request, outcome.message)
    if outcome.is_done or not outcome.forms:
        return redirect("responses:evidence", response.pk)
    context = frame(request, response, "evidence", forms=outcome.forms, refusal=outcome.message)
    return render(request, "evidence/describe.html", context, status=outcome.status)


def _tab(request, response, way, form, status=200, held=None):
    draft = draft_of(response)
    cited = draft.citations.select_related("evidence").order_by("pk") if draft else []
    context = frame(
        request,
        response,
        "evidence",
        cited=cited,
        form=form,
        way=way,
        held=held,
        pending=citing.pending_of(response, request.user),
    )
    if form:
        context["way_label"] = citing.label_of(way)
    return render(request, "evidence/of_response.html", context, status=status)


@require_POST
def remove_citation(request, pk):
    """Take a citation out of a draft of one's own organisation."""
    drafts = Citation.objects.filter(draft__response__organisation__in=request.access.reads)
    citation = get_object_or_404(drafts.select_related("evidence", "draft__response"), pk=pk)
    outcome = citing.remove(citation, by=request.user, access=request.access)
    messages.success(request, outcome.message)
    return redirect("responses:evidence", outcome.response.pk)


@require_safe
def library(request):
    """All that one's own organisations hold, newest first, and what cites it."""
    held = (
        Evidence.objects.filter(organisation__in=request.access.reads)
        .select_related("organisation")
        .prefetch_related(
            Prefetch("citations", _citations(request.access), to_attr="shown_citations")
        )
        .order_by("-added_at", "-pk")
    )
    page = Paginator(held, THINGS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "evidence/library.html", {"page": page})


def _citations(access):
    """Where evidence is cited, as far as this person may know: drafts of their own, updates they may read."""
    # Asked of one citation at a time: the database hashed all 266,000 published updates for 50 of them.
    may_read = Exists(Update.objects.visible_to(access).filter(pk=OuterRef("update")))
    rows = Citation.objects.filter(Q(draft__response__organisation__in=access.reads) | may_read)
    answer = ["response__recommendation__report", "response__organisation"]
    related = [f"{words}__{name}" for words in ("draft", "update") for name in answer]
    return rows.select_related(*related).order_by("pk")


@login_not_required
@require_safe
def item(request, pk):
    """One thing: what it is, who cites it, and for those who look after it what was found in it."""
    evidence = _visible(request, pk)
    if evidence is None:
        return redirect_to_login(request.get_full_path())
    access = request.access
    context = {
        "evidence": evidence,
        "citations": _citations(access).filter(evidence=evidence),
        "is_inside": evidence.organisation_id in access.reads
        or access.reviews
        or access.administers,
        "is_own": evidence.organisation_id in access.reads,
        "why_not_send": evidence.why_not_open,
        "can_edit": not workflow.why_not_edit_evidence(evidence, access),
        "can_replace": not workflow.why_not_replace(evidence, access),
        "can_restore": not workflow.why_not_restore(evidence, access),
    }
    return render(request, "evidence/item.html", context)


def _visible(request, pk):
    """The evidence, or 404; None for somebody who is signed out and cannot see it: they are asked to sign in."""
    rows = Evidence.objects.visible_to(request.access).select_related(
        "organisation", "added_by", "replaces", "replaced_by"
    )
    evidence = rows.filter(pk=pk).first()
    if evidence is None and request.user.is_authenticated:
        raise Http404
    return evidence


@login_not_required
@require_safe
def download(request, pk):
    """Send the file, if it is still the one that was stored. Nothing in it runs in a browser."""
    evidence = _visible(request, pk)
    if evidence is None:
        return redirect_to_login(request.get_full_path())
    if not evidence.file:
        raise Http404
    if evidence.why_not_open:
        raise PermissionDenied(evidence.why_not_open)
    try:
        file = store.open_unchanged(evidence)
    except store.Changed:
        log.exception("evidence %s is not what was stored", evidence.pk)
        return render(request, "evidence/changed.html", {"evidence": evidence}, status=500)
    return _sent(file, evidence)


def _sent(file, evidence):
    page = FileResponse(
        file, as_attachment=True, filename=evidence.file_name, content_type=evidence.content_type
    )
    page["Content-Length"] = evidence.size
    page["Content-Security-Policy"] = "default-src 'none'; sandbox"
    page["X-Content-Type-Options"] = "nosniff"
    page["Cross-Origin-Resource-Policy"] = "same-origin"
    page["Cache-Control"] = "no-store, private"
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, pk):
    """Make it public or private: first where it appears or disappears at once, and what is in it."""
    evidence = _own_or_refuse(request, pk)

    form = ShowForm(request.POST or None, evidence=evidence)
    if request.method == "POST" and form.is_valid():
        try:
            evidence = actions.show_evidence(
                evidence, by=request.user, access=request.access, **form.cleaned_data
            )
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _who_sees_it(evidence))
            return redirect("responses:evidence_item", evidence.pk)

    citations = _citations(request.access).filter(evidence=evidence)
    context = {
        "evidence": evidence,
        "form": form,
        "public_citations": citations.in_public_answers(),
        "other_citations": citations.in_other_answers(),
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/show.html", context, status=status)


def _own_or_refuse(request, pk, why_not=None):
    """Evidence that this person looks after; 403 with the reason where they only see it.

    `why_not` is a rule of workflow that says more: what was withdrawn is not edited, for example.
    """
    rows = Evidence.objects.visible_to(request.access).select_related("organisation")
    evidence = get_object_or_404(rows, pk=pk)
    reason = workflow.why_not_keep_evidence(evidence.organisation_id, request.access)
    if reason is None and why_not:
        reason = why_not(evidence, request.access)
    if reason:
        raise PermissionDenied(reason)
    return evidence


def _who_sees_it(evidence):
    if evidence.is_public:
        return f"“{evidence}” is public in every published answer that cites it."
    return f"“{evidence}” is private. People may already have read or copied it."


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """Take it out of public pages and of answers to come, with a reason."""
    evidence = _own_or_refuse(request, pk)
    form = WithdrawForm(request.POST or None)

    def act():
        actions.withdraw_evidence(
            evidence, by=request.user, access=request.access, **form.cleaned_data
        )
        return evidence, f"“{evidence}” is withdrawn."

    return _form_page(request, evidence, form, act, "evidence/withdraw.html")


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request, pk):
    """Undo a withdrawal, with a reason."""
    evidence = _own_or_refuse(request, pk, workflow.why_not_restore)
    form = RestoreForm(request.POST or None)

    def act():
        actions.restore_evidence(
            evidence, by=request.user, access=request.access, **form.cleaned_data
        )
        return evidence, f"“{evidence}” can be cited again. It is private."

    return _form_page(request, evidence, form, act, "evidence/restore.html")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change title, type and dates. What was sent keeps those that it was sent with."""
    evidence = _own_or_refuse(request, pk, workflow.why_not_edit_evidence)
    start = evidence.as_stated() | {"dated_on": evidence.dated_on}
    form = DetailsForm(request.POST or None, initial=start)

    def act():
        edited = actions.edit_evidence(
            evidence, by=request.user, access=request.access, **form.cleaned_data
        )
        return edited, f"Details of “{edited}” saved."

    return _form_page(request, evidence, form, act, "evidence/edit.html")


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, pk):
    """Add a newer version of a file. The old one stays where it was sent."""
    evidence = _own_or_refuse(request, pk, workflow.why_not_replace)
    form = ReplaceForm(*([request.POST, request.FILES] if request.method == "POST" else []))

    def act():
        (file,) = form.cleaned_data["files"]
        newer = actions.replace_evidence(evidence, file, by=request.user, access=request.access)
        return newer, f"“{newer}” has a newer version. Drafts cite it now. It is private."

    return _form_page(request, evidence, form, act, "evidence/replace.html")


@require_http_methods(["GET", "HEAD", "POST"])
def cite_in_answers(request, pk):
    """Cite it in several answers and parts at once."""
    evidence = _own_or_refuse(request, pk, workflow.why_not_edit_evidence)
    answers = (
        ForceResponse.objects.filter(organisation=evidence.organisation, stage=Stage.DRAFTING)
        .select_related("organisation", "recommendation__report")
        .prefetch_related("recommendation__sub_recommendations")
        .order_by("recommendation__report__title", "recommendation__order", "pk")
    )
    form = AnswersForm(request.POST or None, answers=answers)

    def act():
        actions.cite_in_answers(evidence, form.chosen(), by=request.user, access=request.access)
        return evidence, f"“{evidence}” is cited in the answers that you ticked."

    return _form_page(request, evidence, form, act, "evidence/cite_in_answers.html")


def _form_page(request, evidence, form, act, template):
    """A page with one form about `evidence`. `act` makes its change, and gives the row and a message."""
    if request.method == "POST" and form.is_valid():
        try:
            changed, message = act()
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, message)
            return redirect("responses:evidence_item", changed.pk)
    context = {
        "evidence": evidence,
        "form": form,
        "back": reverse("responses:evidence_item", args=[evidence.pk]),
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_citation(request, pk):
    """Another page or another part for what a draft cites."""
    drafts = Citation.objects.filter(draft__response__organisation__in=request.access.reads)
    rows = drafts.select_related("evidence", "draft__response__recommendation")
    citation = get_object_or_404(rows, pk=pk)
    response = citation.draft.response
    if reason := workflow.why_not_edit(response, request.access):
        raise PermissionDenied(reason)

    labels = [part.label for part in response.recommendation.parts]
    start = {"sub_label": citation.sub_label, "where": citation.where}
    form = EditCitationForm(request.POST or None, initial=start, labels=labels)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_citation(
                citation, by=request.user, access=request.access, **form.cleaned_data
            )
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Saved where “{citation.evidence}” shows it.")
            return redirect("responses:evidence", response.pk)
    context = {
        "evidence": citation.evidence,
        "form": form,
        "back": reverse("responses:evidence", args=[response.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/edit_citation.html", context, status=status)
