"""Earlier versions of a draft: who saved which, what it said, and how to have it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import actions, workflow
from ..flows.drafting import in_words
from ..forms.answers import RestoreForm
from ..history import drafts
from ..history.differences import differences
from .answer_page import frame, own_response_or_404

LABELS = {
    "position": "Position",
    "progress": "Progress",
    "account": "What you have done",
    "lead": "Who leads",
    "target_on": "Target date",
    "waits_on_dependencies": "NPCC positions it waits on",
    "waits_on_recommendations": "Recommendations it waits on",
}


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request, pk):
    """Every version of the draft, newest first; one of them beside what it says now; or one restored."""
    response = own_response_or_404(request, pk)
    if request.method == "POST":
        return _restore(request, response)

    saved = drafts.versions(response)
    if "number" not in request.GET:
        return render(
            request, "answers/versions.html", frame(request, response, "history", versions=saved)
        )
    version = _version_or_404(saved, request.GET["number"])
    context = {"version": version, "rows": _rows(response, version)}
    return render(request, "answers/version.html", frame(request, response, "history", **context))


def _version_or_404(saved, number):
    for version in saved:
        if str(version.number) == number:
            return version
    raise Http404("This draft has no such version.")


def _restore(request, response):
    if reason := workflow.why_not_edit(response, request.access):
        raise PermissionDenied(reason)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose a version on the page of earlier drafts.")

    try:
        actions.restore_draft(response, by=request.user, access=request.access, **form.cleaned_data)
    except workflow.Refused as refused:
        messages.warning(request, f"{refused} Nothing was restored. Look at the draft again first.")
        return redirect("responses:versions", response.pk)
    messages.success(request, "Earlier draft restored.")
    return redirect("responses:response", response.pk)


def _rows(response, earlier):
    """Each field that this version has or the draft has now: its name, and the differences to what it says now."""
    draft = getattr(response, "draft", None)
    then = drafts.by_field(earlier.facts)
    now = drafts.by_field(drafts.facts_of(draft))
    fields = [(name, "") for name in LABELS]
    fields += sorted({field for field in [*then, *now] if field[0] == drafts.PARTS})
    return [(_label(field), _pieces(field, now, then)) for field in fields]


def _label(field):
    name, part = field
    return f"Part {part}" if part else LABELS[name]


def _pieces(field, now, then):
    return differences(in_words(field, now.get(field, "")), in_words(field, then.get(field, "")))
