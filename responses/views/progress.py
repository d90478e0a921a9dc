"""Where the country stands: what was sent for reviewers, what is published for everybody else, on the same pages."""

import tempfile
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from supercomplaint.tables import address, also, drawn, link, of_figure

from .. import exports
from .. import matrix as of_a_report
from .. import overview as national
from ..kept import Kept, kept
from ..listed import ByReport, Listed, fetched
from ..progress import holding_up_most
from ..standing import LABELS, figures, labelled, standing
from ..standing_forms import MEASURES, AnswersForm, MatrixForm, OverviewForm
from ..tiles import picture, tiles

ANSWERS_A_PAGE = 50
REPORTS_A_PAGE = 20
# Answers of the whole country that a stranger may have listed; and counted by a choice of filters, or sorted, or
# narrowed by their assurance to more than a report.
MOST_LISTED, MOST_SORTED = 100_000, 10_000


@login_not_required
@require_safe
def matrix(request):
    """One report: organisations down, recommendations across."""
    form = MatrixForm(request.GET, request.access)
    reader, report, measure, drawn, answers = form.reader, form.report_shown(), form.measure_shown, None, []
    if report:
        answers = list(of_a_report.read(form.narrow(standing(reader)), report, measure, reader))
        addresses = _addresses_of_answered(form, report)
        drawn = of_a_report.matrix(answers, report, measure, reader, addresses, form.value("sort") or "name")
    context = {
        "form": form,
        "report": report,
        "reader": reader,
        "measure": MEASURES[measure],
        "figures": labelled(figures(answers), reader),
        "rows": _address_of_rows(form, report=report.slug) if report else "",
        "matrix": drawn,
    }
    return render(request, "progress/matrix.html", context)


def _addresses_of_answered(form, report):
    """Of those that answered: all, and with a number or a name at their end those of one row or column."""
    one_row = _address_of_rows(form, "organisation", report=report.slug, figure="answered")
    whole = _address_of_rows(form, report=report.slug, figure="answered")
    return of_a_report.Addresses(whole, also(one_row, "organisation"), also(whole, "recommendation"))


def _address_of_rows(form, *without, **chosen):
    """The address of the answers that a page counts, of which some are `chosen`; more can be added at its end. What
    this page does not narrow by is left out: a list might.
    """
    names = form.fields.keys() & {"report", *form.filters} - {*without}
    query = {name: value for name, value in form.data.items() if value and name in names}
    return f"{reverse('responses:answers')}?{urlencode(query | chosen)}"


@login_not_required
@require_safe
def answers(request):
    """Exactly the rows behind a figure or a filter, over all reports unless one is asked for."""
    form = AnswersForm(request.GET, request.access)
    if _is_too_wide(request, form):
        return _too_wide(request, form)
    _refuse_what_is_too_much(request, form, ["sort"] if form.order != "report" else [])
    rows = form.narrow(standing(form.reader))
    paginator = ByReport if form.order == "report" else Listed
    page = paginator(rows, form.in_order, ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    shown = rows.select_related("organisation", "recommendation__report").defer("recommendation__text")
    page = fetched(page, shown)
    is_slow = request.access.user_id is not None and page.paginator.count > exports.SLOW
    context = {"form": form, "page": page, "reader": form.reader, "is_slow": is_slow}
    return render(request, "progress/answers.html", context)


def _is_too_wide(request, form):
    is_wide = form.is_nationwide or form.reads_updates
    return is_wide and national.is_too_long_for(request.access, _most(form))


def _most(form):
    return MOST_SORTED if form.reads_updates else MOST_LISTED


def _too_wide(request, form):
    return render(request, "progress/too_wide.html", {"form": form, "most": _most(form)}, status=422)


def _refuse_what_is_too_much(request, form, names):
    if names and form.is_nationwide and national.is_too_long_for(request.access, MOST_SORTED):
        form.refuse(names)


@login_not_required
@require_safe
def export(request, kind):
    """What the list shows with the same address, as a file."""
    form = AnswersForm(request.GET, request.access)
    if _is_too_wide(request, form):
        return _too_wide(request, form)
    narrowed, longest = form.narrow(standing(form.reader)), exports.longest(kind, request.access)
    count = kept(QuerySet.count, narrowed)
    if longest is not None and count > longest:
        context = {"form": form, "count": count, "longest": longest, "kind": kind}
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
    form = OverviewForm(request.GET, request.access)
    _refuse_what_is_too_much(request, form, [name for name, *_ in form.tags()])
    if form.reads_updates and _is_too_wide(request, form):
        form.refuse(["assurance"])
    kept, narrowed, shown = Kept(), form.narrow(standing(form.reader)), form.map_shown
    country = kept(national.country, narrowed)
    page = Paginator(country.reports, REPORTS_A_PAGE).get_page(request.GET.get("page"))
    of_reports = kept(national.by_report, narrowed.filter(recommendation__report__in=page.object_list))
    rows, of_force = _address_of_rows(form), also(_address_of_rows(form, "organisation", figure=shown), "organisation")
    of_forces = tiles(country.by_organisation, form.organisations, shown, of_force)
    context = {
        "form": form,
        "reader": form.reader,
        "figures": labelled(country.figures, form.reader),
        "rows": rows,
        "page": page,
        "reports": drawn(_report_rows(form, of_reports)),
        "shown": LABELS[shown],
        "tiles": of_forces,
        "map": picture(of_forces, LABELS[shown]),
        "forces": drawn(_force_row(tile) for tile in of_forces),
        "country": country,
        "lines": drawn(_line_row(line, rows) for line in country.course.lines),
        "so_far": _so_far(country.course.lines[-1], rows) if country.course.lines else None,
        "undated": country.figures["answered"] - country.course.came,
        "undated_rows": also(rows, "undated", "on"),
        "dependencies": holding_up_most(),
    }
    return render(request, "progress/overview.html", context)


def _report_rows(form, counted):
    """Each report that is counted with its figures; each leads to its rows."""
    sight = "published=on&" if form.value("published") else ""
    matrix, rows = f"{reverse('responses:progress')}?{sight}report=", also(_address_of_rows(form, "report"), "report")
    for slug, title, of_report in counted:
        address_of = f"{rows}{slug}"
        figures = [
            link(count, of_figure(address_of, name), f"{label}, {title}")
            for name, label, count in labelled(of_report, form.reader)
        ]
        yield link(title, f"{matrix}{slug}"), *figures


def _line_row(line, rows):
    """What came and what was due, in its own time and so far; each leads to its rows."""
    came, due = _so_far(line, rows)
    return (
        f"{line.begins.day} {line.begins:%B %Y}",
        link(line.came, also(came, "answered_from", line.begins)),
        link(line.came_so_far, came),
        link(line.due, also(due, "due_from", line.begins)),
        link(line.due_so_far, due),
    )


def _so_far(line, rows):
    """The addresses of what came until the end of this line, and of what was due."""
    return also(rows, "answered_to", line.ends), also(rows, "due_to", line.ends)


def _force_row(tile):
    force = link(tile.name, address("responses:force", tile.slug))
    return force, tile.code, link(f"{tile.count} of {tile.asked}", tile.address)
