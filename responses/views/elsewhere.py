"""Where organisations published responses of their own: recorded by an admin, or by a lead for their own force."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from recommendations.models import Report

from .. import actions
from ..actions import elsewhere_file
from ..forms.elsewhere import ElsewhereForm, FileForm, LookForm, RemoveForm, ReportChoiceForm
from ..models import Elsewhere
from ..queries import whereabouts


@require_http_methods(["GET", "POST"])
def elsewhere(request):
    """One report: who published where, and a form to add an address."""
    organisations = _writable_or_refuse(request)
    report = _chosen(request)
    if report is None:
        return render(request, "elsewhere/no_report.html")
    if request.method == "GET":
        return _page(request, report, organisations)

    form = ElsewhereForm(request.POST, report=report, organisations=organisations)
    if not form.is_valid():
        return _page(request, report, organisations, form=form, status=422)
    organisation = form.cleaned_data["organisation"]
    response = actions.record_elsewhere(
        organisation, report, by=request.user, access=request.access, **form.facts
    )
    if response is None:
        messages.info(request, f"{organisation}: this address is recorded already.")
    else:
        messages.success(request, f"{organisation}: the address is recorded.")
    return redirect(_address(report))


@require_POST
def looked(request):
    """Record that a response was looked for today and not found."""
    organisations = _writable_or_refuse(request)
    report = _chosen(request)
    if report is None:
        raise Http404
    form = LookForm(request.POST, report=report, organisations=organisations)
    if not form.is_valid():
        return _page(request, report, organisations, look_form=form, status=422)
    organisation = form.cleaned_data["organisation"]
    actions.record_look(
        organisation,
        report,
        looked_on=timezone.localdate(),
        place=form.cleaned_data["place"],
        by=request.user,
        access=request.access,
    )
    messages.success(request, f"{organisation}: recorded that you found none today.")
    return redirect(_address(report))


@require_POST
def check(request, pk):
    """Record that the address was opened today, and whether the response is still there."""
    response = _writable_response_or_404(request, pk)
    is_there = request.POST.get("is_there") != "no"
    actions.check_elsewhere(response, is_there=is_there, by=request.user, access=request.access)
    words = "still there today" if is_there else "no longer there"
    messages.success(request, f"{response.organisation}: the response is {words}.")
    return redirect(_address(response.report))


@require_http_methods(["GET", "POST"])
def remove(request, pk):
    """Take back an address that was recorded by mistake."""
    response = _writable_response_or_404(request, pk)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.remove_elsewhere(
            response, by=request.user, access=request.access, **form.cleaned_data
        )
        messages.success(request, f"{response.organisation}: the address is removed.")
        return redirect(_address(response.report))
    context = {"form": form, "response": response, "back": _address(response.report)}
    return render(request, "elsewhere/remove.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def from_file(request):
    """Many at once: every line is checked, and all are recorded or none."""
    _writable_or_refuse(request)
    form = FileForm(request.POST or None, request.FILES or None)
    faults = []
    if request.method == "POST" and form.is_valid():
        faults, rows = _read(request, form)
        if not faults:
            new, known = elsewhere_file.keep(rows, by=request.user, access=request.access)
            messages.success(request, f"{new} recorded. {known} were there already.")
            return redirect("responses:elsewhere")
    context = {"form": form, "faults": faults, "columns": elsewhere_file.COLUMNS}
    is_refused = request.method == "POST"
    return render(request, "elsewhere/file.html", context, status=422 if is_refused else 200)


def _read(request, form):
    data = form.cleaned_data["file"].read(elsewhere_file.LIMIT + 1)
    try:
        read = elsewhere_file.read(data, request.access)
    except elsewhere_file.Unusable as unusable:
        return [str(unusable)], []
    return read.faults, read.rows


def _writable_or_refuse(request):
    if not request.access.administers and not request.access.leads:
        raise PermissionDenied(
            "Admins record where organisations published, and leads for their own force."
        )
    return whereabouts.writable_by(request.access)


def _writable_response_or_404(request, pk):
    """Everybody sees where responses are, so that not to be allowed is no secret: 403 with the reason."""
    response = get_object_or_404(Elsewhere.objects.select_related("organisation", "report"), pk=pk)
    if reason := actions.why_not_record(response.organisation, request.access):
        raise PermissionDenied(reason)
    return response


def _chosen(request):
    """The open report that the address names, or else the newest."""
    reports = Report.objects.open().order_by("-published_on", "slug")
    if slug := request.GET.get("report"):
        return get_object_or_404(reports, slug=slug)
    return reports.first()


def _page(request, report, organisations, *, form=None, look_form=None, status=200):
    bodies = whereabouts.to_look_through(report, organisations)
    options = {"report": report, "organisations": organisations}
    context = {
        "report": report,
        "choice": ReportChoiceForm(initial={"report": report.slug}),
        "organisations": bodies,
        "form": form or ElsewhereForm(**options, initial=_only(organisations)),
        "look_form": look_form or LookForm(**options, initial=_only(organisations)),
        "address": _address(report),
        "look_address": f"{reverse('responses:looked')}?report={report.slug}",
    }
    return render(request, "elsewhere/elsewhere.html", context, status=status)


def _only(organisations):
    """A lead of one force does not choose it each time."""
    first = list(organisations[:2])
    return {"organisation": first[0].pk} if len(first) == 1 else {}


def _address(report):
    return f"{reverse('responses:elsewhere')}?report={report.slug}"
