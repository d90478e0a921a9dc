"""The country: nationally and by report, on a map, over time, and what holds most up."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from govuk.tables import address, also, drawn, link, of_figure

from .. import overview as national
from ..answers import LABELS, labelled, standing
from ..cache import Kept
from ..filters import OverviewForm
from ..force_map import picture, tiles
from ..limits import REPORTS_A_PAGE, is_too_wide, refuse_what_is_too_much
from ..links import address_of_rows
from ..register import holding_up_most


@login_not_required
@require_safe
def overview(request):
    """How it goes: nationally and by report, on a map, over time, and what holds most up."""
    form = OverviewForm(request.GET, request.access)
    refuse_what_is_too_much(request.access, form, [name for name, *_ in form.tags()])
    if form.reads_updates and is_too_wide(request.access, form):
        form.refuse(["assurance"])
    kept, narrowed, shown = Kept(), form.narrow(standing(form.reader)), form.map_shown
    country = kept(national.country, narrowed)
    page = Paginator(country.reports, REPORTS_A_PAGE).get_page(request.GET.get("page"))
    of_reports = kept(national.by_report, narrowed.filter(recommendation__report__in=page.object_list))
    rows, of_force = address_of_rows(form), also(address_of_rows(form, "organisation", figure=shown), "organisation")
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
    matrix, rows = f"{reverse('progress:matrix')}?{sight}report=", also(address_of_rows(form, "report"), "report")
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
    force = link(tile.name, address("progress:force", tile.slug))
    return force, tile.code, link(f"{tile.count} of {tile.asked}", tile.address)
