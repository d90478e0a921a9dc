"""Where the country stands: what was sent for reviewers, what is published for everybody else, on the same pages."""

import tempfile

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import exports, standing
from .. import overview as national
from ..matrix import matrix as draw_matrix
from ..progress import dependencies_with_waiting
from ..standing_forms import MEASURES, StandingForm

ANSWERS_A_PAGE = 50
FIGURE_LABELS = {
    "answered": "answered",
    "silent": "silent",
    "overdue": "overdue",
    "late": "answered late",
    "deferred": "deferred or waiting",
    "confirmed": "confirmed",
}


@login_not_required
@require_safe
def matrix(request):
    """One report: organisations down, recommendations across."""
    reader, form = standing.reader_of(request.access), StandingForm(request.GET)
    report = form.report_shown()
    rows = form.narrow(standing.standing(reader), reader).filter(recommendation__report=report)
    measure = form.measure_shown
    context = {
        "form": form,
        "report": report,
        "reader": reader,
        "measure": MEASURES[measure],
        "figures": _figures(rows, reader),
        "matrix": draw_matrix(rows, report, measure, reader, form.value("sort") or "name") if report else None,
    }
    return render(request, "progress/matrix.html", context)


def _figures(rows, reader):
    """The (name, label, count) of each figure that this reader may see."""
    counts = standing.figures(rows)
    names = [name for name in FIGURE_LABELS if reader.is_reviewer or name != "confirmed"]
    return [("", "asked", counts["asked"]), *((name, FIGURE_LABELS[name], counts[name]) for name in names)]


@login_not_required
@require_safe
def answers(request):
    """Exactly the rows behind a figure or a filter, over all reports unless one is asked for."""
    reader, form = standing.reader_of(request.access), StandingForm(request.GET)
    listed = (
        _narrowed(form, reader)
        .select_related("organisation", "recommendation__report")
        .order_by("-recommendation__report__published_on", "recommendation__order", "organisation__name")
    )
    page = Paginator(listed, ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "progress/answers.html", {"form": form, "page": page, "reader": reader})


@login_not_required
@require_safe
def export(request, kind):
    """What the page shows with the same address, as a file."""
    reader, form = standing.reader_of(request.access), StandingForm(request.GET)
    rows = exports.rows_of(_narrowed(form, reader))
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


def _narrowed(form, reader):
    """The rows that the address asks for, over all reports unless it names one."""
    rows = form.narrow(standing.standing(reader), reader)
    if report := form.value("report"):
        rows = rows.filter(recommendation__report=report)
    return rows


@login_not_required
@require_safe
def overview(request):
    """How it goes: nationally and by report, on a map, over time, and what holds most up."""
    reader, form = standing.reader_of(request.access), StandingForm(request.GET)
    rows = _narrowed(form, reader)
    weeks = national.by_week(rows)
    context = {
        "form": form,
        "reader": reader,
        "figures": _figures(rows, reader),
        "reports": national.by_report(rows),
        "tiles": national.tiles(rows),
        "weeks": weeks,
        "most": max((count for _, count, _ in weeks), default=0),
        "undated": national.undated(rows),
        "median_days": national.median_days(rows),
        "dependencies": dependencies_with_waiting()[:5],
    }
    return render(request, "progress/overview.html", context)
