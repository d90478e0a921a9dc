"""The pages of an HMICFRS reviewer: the work queue, and one case. Drafts are read on neither."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from govuk.wording import count

from .. import actions, verbs, workflow
from ..flows import claiming
from ..forms.reviews import ClaimForm, ClaimManyForm, NoteForm, QueueForm
from ..queries import reviews
from ..queries.paging import rows_of_page
from ..queries.signing import recalled
from ..vocabulary import Stage

ANSWERS_A_PAGE = 50
CLAIMABLE = ["new", "colleagues"]


@require_http_methods(["GET", "POST"])
def queue(request):
    _refuse_others(request)
    sent, shelves = reviews.sent(request.access), reviews.shelves(request.access)
    chosen = QueueForm(request.GET, answers=sent)
    answers = chosen.narrow(sent)
    show, notices = _shelf(request, shelves, chosen.notices())
    rows = answers.filter(shelves[show][1])
    form = ClaimManyForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        return _claim_all(request, form.cleaned_data["answers"])
    page = Paginator(reviews.in_queue(rows), ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    page = rows_of_page(page, reviews.queued(sent))
    for row in page:
        row.days = reviews.days_since(row.since)
    counts = reviews.queue_counts(answers, request.access)
    context = {
        "filters": QueueForm(initial=chosen.as_understood(), answers=sent),
        "filtered": bool(chosen.as_understood()),
        "form": form,
        "ticked": set(request.POST.getlist("answers")),
        "shelves": [(name, label, counts[name]) for name, (label, _) in shelves.items()],
        "show": show,
        "claimable": show in CLAIMABLE,
        "notices": notices,
        "page": page,
    }
    return render(request, "reviews/queue.html", context, status=422 if form.is_bound else 200)


def _refuse_others(request):
    if not request.access.reviews:
        raise PermissionDenied("Only an HMICFRS reviewer can do this.")


def _shelf(request, shelves, notices):
    show = request.GET.get("show", "new")
    if show in shelves:
        return show, notices
    return "new", [*notices, "No such part of the queue is known, so the new answers are shown."]


def _claim_all(request, answers):
    """Claim each for the person who asks. Those of their own organisation are left, and that is said."""
    claimed, reasons = 0, set()
    for answer in answers:
        try:
            actions.claim(answer, by=request.user, access=request.access, reviewer=request.user)
            claimed += 1
        except workflow.Refused as refused:
            reasons.add(str(refused))
    if claimed:
        messages.success(request, f"{count(claimed, 'answer')} claimed.")
    for reason in sorted(reasons):
        messages.warning(request, reason)
    return redirect(f"{reverse('responses:queue')}?show=mine")


@require_safe
def case(request, pk):
    return _case_page(request, _case_or_404(request, pk))


@require_POST
def claim(request, pk):
    response = _case_or_404(request, pk)
    _refuse_if_not_theirs(request, response)
    form = ClaimForm(request.POST, organisation=response.organisation_id)
    if not form.is_valid():
        return _case_page(request, response, claim_form=form, status=422)
    reviewer = form.cleaned_data["reviewer"]
    outcome = claiming.claim(response, reviewer, by=request.user, access=request.access)
    messages.success(request, outcome.message)
    return redirect("responses:case", pk)


@require_POST
def note(request, pk):
    response = _case_or_404(request, pk)
    _refuse_if_not_theirs(request, response)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _case_page(request, response, note_form=form, status=422)
    actions.leave_note(response, by=request.user, access=request.access, **form.cleaned_data)
    messages.success(request, verbs.banner_for("note"))
    return redirect("responses:case", pk)


def _case_or_404(request, pk):
    """An answer that was sent, without its draft; 403 for those who may read it and are no reviewers."""
    response = reviews.case_or_404(request.access, pk)
    _refuse_others(request)
    return response


def _refuse_if_not_theirs(request, response):
    if reason := workflow.why_not_review(response, request.access):
        raise PermissionDenied(reason)


def _recall(response, update):
    """The Event that recalled the last update, for an answer that is with its force again."""
    return recalled(response).get(update.number) if response.stage == Stage.DRAFTING else None


def _case_page(request, response, *, claim_form=None, note_form=None, status=200):
    updates = reviews.last_updates(response)
    steps = workflow.open_steps(response, request.access)
    context = {
        "response": response,
        "recommendation": response.recommendation,
        "latest": updates[0],
        "previous": updates[1] if len(updates) > 1 else None,
        "recall": _recall(response, updates[0].row),
        "days": reviews.days_since(updates[0].row.recorded_at),
        "comments": reviews.comments_on(response, request.access),
        "decisions": reviews.decisions_on(response.pk),
        "notes": reviews.notes_on(response.pk),
        "why_not": workflow.why_not_review(response, request.access),
        "steps": [step for step in steps if step.who == workflow.REVIEWER],
        "claim_form": claim_form
        or ClaimForm(
            initial={"reviewer": response.claimed_by_id}, organisation=response.organisation_id
        ),
        "note_form": note_form or NoteForm(),
        "events": reviews.events_of(response, request.access),
    }
    return render(request, "reviews/case.html", context, status=status)
