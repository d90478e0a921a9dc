"""Exactly the rows behind a figure or a filter, as a page and as a file."""

import tempfile

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import exports
from ..answers import standing
from ..cache import kept
from ..filters import AnswersForm
from ..limits import ANSWERS_A_PAGE, is_too_wide, most_of, refuse_what_is_too_much
from ..paging import ByReport, Listed, fetched


@login_not_required
@require_safe
def answers(request):
    """Exactly the rows behind a figure or a filter, over all reports unless one is asked for."""
    form = AnswersForm(request.GET, request.access)
    if is_too_wide(request.access, form):
        return _too_wide(request, form)
    refuse_what_is_too_much(request.access, form, ["sort"] if form.order != "report" else [])
    rows = form.narrow(standing(form.reader))
    paginator = ByReport if form.order == "report" else Listed
    page = paginator(rows, form.in_order, ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    shown = rows.select_related("organisation", "recommendation__report").defer("recommendation__text")
    page = fetched(page, shown)
    is_slow = request.access.user_id is not None and page.paginator.count > exports.SLOW
    context = {"form": form, "page": page, "reader": form.reader, "is_slow": is_slow}
    return render(request, "progress/answers.html", context)


def _too_wide(request, form):
    return render(request, "progress/too_wide.html", {"form": form, "most": most_of(form)}, status=422)


@login_not_required
@require_safe
def export(request, kind):
    """What the list shows with the same address, as a file."""
    form = AnswersForm(request.GET, request.access)
    if is_too_wide(request.access, form):
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
