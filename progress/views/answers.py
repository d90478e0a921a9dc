"""Exactly the rows behind a figure or a filter, as a page and as a file."""

import tempfile

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.models import Standing
from responses.queries.paging import rows_of_page

from .. import exports, limits
from ..filters import AnswersFilters
from ..limits import is_too_wide, longest_file


@login_not_required
@require_safe
def answers(request):
    """Exactly the rows behind a figure or a filter, over all reports unless one is asked for."""
    filters = AnswersFilters(request.GET, request.access)
    if is_too_wide(request.access, filters):
        return _too_wide(request, filters)

    keys = filters.in_order(filters.standings()).values_list("response", flat=True)
    page = Paginator(keys, limits.ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    page = rows_of_page(page, _shown(filters), "response_id")

    is_slow = request.access.user_id is not None and page.paginator.count > limits.SLOW_FILE
    context = {"form": filters, "page": page, "shows_sent": filters.shows_sent, "is_slow": is_slow}
    return render(request, "progress/answers.html", context)


def _shown(filters):
    """The standings with all that the list shows of them."""
    rows = Standing.objects.in_sight(filters.sight).with_timeliness(filters.today)
    related = rows.select_related("organisation", "recommendation__report")
    return related.defer("recommendation__text", "recommendation__report__summary")


def _too_wide(request, filters):
    context = {"form": filters, "most": limits.MOST_FILTERED}
    return render(request, "progress/too_wide.html", context, status=422)


@login_not_required
@require_safe
def export(request, kind):
    """What the list shows with the same address, as a file."""
    filters = AnswersFilters(request.GET, request.access)
    if is_too_wide(request.access, filters):
        return _too_wide(request, filters)

    standings = filters.standings()
    longest = longest_file(kind, request.access)
    if longest is not None and (count := standings.count()) > longest:
        context = {"form": filters, "count": count, "longest": longest, "kind": kind}
        return render(request, "progress/too_many.html", context, status=422)

    rows = exports.rows_of(filters.in_order(standings), filters.today)
    if kind == "xlsx":
        return _workbook(rows)
    return _lines(kind, rows)


WRITERS = {"csv": (exports.as_csv, "text/csv"), "json": (exports.as_json, "application/json")}


def _lines(kind, rows):
    write, content_type = WRITERS[kind]
    page = StreamingHttpResponse(write(rows), content_type=f"{content_type}; charset=utf-8")
    page["Content-Disposition"] = f'attachment; filename="answers.{kind}"'
    return page


def _workbook(rows):
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the answer, when it is sent
    exports.write_xlsx(rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="answers.xlsx")


@login_not_required
@require_safe
def export_metadata(request):
    return JsonResponse(exports.metadata())
