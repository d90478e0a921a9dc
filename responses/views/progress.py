"""Where the country stands: what was sent for reviewers, what is published for everybody else, on the same pages."""

import tempfile

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from recommendations.models import Report

from .. import exports
from .. import matrix as of_a_report
from .. import overview as national
from ..kept import kept
from ..progress import dependencies_with_waiting
from ..standing import LABELS, figures, labelled, reader_of, standing
from ..standing_forms import MEASURES, AnswersForm, MatrixForm, OverviewForm
from ..tiles import picture, tiles

ANSWERS_A_PAGE = 50
REPORTS_A_PAGE = 20
HOLDING_UP_MOST = 5
HOW_IT_IS_SHOWN = ["measure", "sort", "map", "page", "figure"]  # what of an address narrows nothing


@login_not_required
@require_safe
def matrix(request):
    """One report: organisations down, recommendations across."""
    reader = reader_of(request.access)
    form = MatrixForm(request.GET, reader)
    report, measure, drawn, answers = form.report_shown(), form.measure_shown, None, []
    if report:
        answers = list(of_a_report.read(form.narrow(standing(reader)), report, measure, reader))
        drawn = of_a_report.matrix(answers, report, measure, reader, form.value("sort") or "name")
    context = {
        "form": form,
        "report": report,
        "reader": reader,
        "measure": MEASURES[measure],
        "figures": labelled(figures(answers), reader),
        "rows": _address_of_rows(request, report=report.slug) if report else "",
        "matrix": drawn,
    }
    return render(request, "progress/matrix.html", context)


def _address_of_rows(request, **chosen):
    """The address of the answers that a page counts, of which some are `chosen`; a figure can be added at its end."""
    query = request.GET.copy()
    for name in HOW_IT_IS_SHOWN:
        query.pop(name, None)
    for name, value in chosen.items():
        query[name] = value
    return f"{reverse('responses:answers')}?{query.urlencode()}"


@login_not_required
@require_safe
def answers(request):
    """Exactly the rows behind a figure or a filter, over all reports unless one is asked for."""
    reader = reader_of(request.access)
    form = AnswersForm(request.GET, reader)
    rows = form.narrow(standing(reader))
    page = _page_of_keys(request, form.in_order(rows), kept(QuerySet.count, rows))
    shown = rows.filter(pk__in=page.object_list).select_related("organisation", "recommendation__report")
    by_key = {answer.pk: answer for answer in shown.defer("recommendation__text")}
    page.object_list = [by_key[key] for key in page.object_list if key in by_key]
    return render(request, "progress/answers.html", {"form": form, "page": page, "reader": reader})


def _page_of_keys(request, rows, count):
    """A page of the keys alone: to put all rows in order whole takes three times as long."""
    paginator = Paginator(rows.values_list("pk", flat=True), ANSWERS_A_PAGE)
    paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = kept(list, page.object_list)
    return page


@login_not_required
@require_safe
def export(request, kind):
    """What the list shows with the same address, as a file."""
    reader = reader_of(request.access)
    form = AnswersForm(request.GET, reader)
    narrowed = form.narrow(standing(reader))
    count = kept(QuerySet.count, narrowed)
    if count > exports.LONGEST and not exports.may_be_long(kind, request.access):
        context = {"form": form, "count": count, "longest": exports.LONGEST, "kind": kind}
        return render(request, "progress/too_many.html", context, status=422)
    rows = exports.rows_of(form.in_order(narrowed))
    if kind == "xlsx":
        return _xlsx(rows)
    write, content_type = {"csv": (exports.as_csv, "text/csv"), "json": (exports.as_json, "application/json")}[kind]
    page = StreamingHttpResponse(write(rows), content_type=f"{content_type}; charset=utf-8")
    page["Content-Disposition"] = f'attachment; filename="answers.{kind}"'
    return page


def _xlsx(rows):
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the answer, when it is sent
    exports.write_xlsx(rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="answers.xlsx")


@login_not_required
@require_safe
def export_metadata(request):
    return JsonResponse(exports.metadata())


@login_not_required
@require_safe
def overview(request):
    """How it goes: nationally and by report, on a map, over time, and what holds most up."""
    reader = reader_of(request.access)
    form = OverviewForm(request.GET, reader)
    country, shown = kept(national.country, form.narrow(standing(reader))), form.map_shown
    of_force = f"{_address_of_rows(request, figure=shown)}&organisation="
    forces = [(key, slug, name) for key, slug, name, _ in form.organisations]
    of_forces = tiles(country.by_organisation, forces, shown, of_force)
    context = {
        "form": form,
        "reader": reader,
        "figures": labelled(country.figures, reader),
        "rows": _address_of_rows(request),
        "page": _reports(request, country.by_report, reader),
        "shown": LABELS[shown],
        "tiles": of_forces,
        "map": picture(of_forces, LABELS[shown]),
        "country": country,
        "undated": country.figures["answered"] - country.course.came,
        "dependencies": dependencies_with_waiting()[:HOLDING_UP_MOST],
    }
    return render(request, "progress/overview.html", context)


def _reports(request, counted, reader):
    """A page of the reports that are counted, newest first; each has its `figures` and the address of its `rows`."""
    newest = Report.objects.open().order_by("-published_on", "slug").only("slug", "title")
    page = Paginator([report for report in newest if report.pk in counted], REPORTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    for report in page:
        report.figures = labelled(counted[report.pk], reader)
        report.rows = _address_of_rows(request, report=report.slug)
    return page
