"""One report: organisations down, recommendations across."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from govuk.tables import also

from .. import matrix as of_a_report
from ..answers import figures, labelled, standing
from ..filters import MEASURES, MatrixForm
from ..links import address_of_rows


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
        "rows": address_of_rows(form, report=report.slug) if report else "",
        "matrix": drawn,
    }
    return render(request, "progress/matrix.html", context)


def _addresses_of_answered(form, report):
    """Of those that answered: all, and with a number or a name at their end those of one row or column."""
    one_row = address_of_rows(form, "organisation", report=report.slug, figure="answered")
    whole = address_of_rows(form, report=report.slug, figure="answered")
    return of_a_report.Addresses(whole, also(one_row, "organisation"), also(whole, "recommendation"))
