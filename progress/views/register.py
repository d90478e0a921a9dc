"""The register that everybody reads. It shows what is published, and silence; nothing else, whoever looks."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from recommendations.models import NPCCDependency, Organisation, Recommendation, Report, Tie

from .. import overview as national
from .. import register
from ..answers import EVERYBODY, standing
from ..cache import Kept
from ..paging import page_of

ANSWERS_A_PAGE, REPORTS_A_PAGE = 50, 20
Kind = Organisation.Kind
PLURALS = [
    (Kind.POLICE_FORCE, "Police forces"),
    (Kind.LOCAL_POLICING_BODY, "Local policing bodies"),
    (Kind.NATIONAL_BODY, "National bodies"),
    (Kind.INSPECTORATE, "Inspectorate"),
    (Kind.UNNAMED, "Not named in its source"),
]


@login_not_required
@require_safe
def reports(request):
    opened = Report.objects.open().prefetch_related("designated_bodies").annotate(holds=Count("recommendations"))
    page = Paginator(opened.order_by("-published_on", "slug"), REPORTS_A_PAGE).get_page(request.GET.get("page"))
    kept, rows = Kept(), standing(EVERYBODY)
    of_page = kept(national.of_reports, rows.filter(recommendation__report__in=[report.pk for report in page]))
    page.object_list = national.with_counts(page, of_page)
    context = {
        "page": page,
        "held": Recommendation.objects.filter(report__in=Report.objects.open()).count(),
        "totals": national.sums(national.by_organisation(rows, kept).values()),
        "uncounted": kept(QuerySet.count, register.uncounted()),
    }
    return render(request, "register/reports.html", context)


@login_not_required
@require_safe
def report(request, slug):
    report = get_object_or_404(Report.objects.open().prefetch_related("designated_bodies"), slug=slug)
    asked = report.recommendations.order_by("order").prefetch_related("addressees", _ties("ties", "to_recommendation"))
    counted = national.by(standing(EVERYBODY).filter(recommendation__report=report), "recommendation")
    rows = national.with_counts(asked, counted)
    context = {
        "report": report,
        "recommendations": rows,
        "totals": national.sums(counted.values()),
        "uncounted": register.uncounted().filter(recommendation__report=report).count(),
    }
    return render(request, "register/report.html", context)


@login_not_required
@require_safe
def recommendation(request, slug, number):
    asked = get_object_or_404(
        Recommendation.objects.select_related("report").prefetch_related(
            "npcc_dependencies",
            _ties("ties", "to_recommendation"),
            _ties("tied_by", "from_recommendation"),
        ),
        report__in=Report.objects.open(),
        report__slug=slug,
        number=number,
    )
    answers = list(register.published_answers().filter(recommendation=asked).order_by("organisation__name"))
    register.add_contents(asked, answers)
    counted = [answer for answer in answers if answer.organisation.kind != Organisation.Kind.UNNAMED]
    answered = [answer for answer in counted if answer.published]
    context = {
        "recommendation": asked,
        "answers": answers,
        "asked": len(counted),
        "answered": len(answered),
        "silent": len(counted) - len(answered),
        "unnamed": [answer for answer in answers if answer not in counted and answer.published],
        "own": [answer for answer in answers if answer.organisation_id in request.access.reads],
    }
    return render(request, "register/recommendation.html", context)


def _ties(relation, other_end):
    """Ties on their way from or to a recommendation, with the one at the other end."""
    rows = Tie.objects.select_related(f"{other_end}__report").order_by(f"{other_end}__order")
    return Prefetch(relation, rows.filter(**{f"{other_end}__report__opening__isnull": False}))


@login_not_required
@require_safe
def organisations(request):
    bodies = Organisation.objects.exclude(kind=Organisation.Kind.DESIGNATED_BODY).order_by("name")
    rows = national.with_counts(bodies, national.by_organisation(standing(EVERYBODY), Kept()))
    return render(request, "register/organisations.html", {"organisations": rows, "kinds": PLURALS})


@login_not_required
@require_safe
def organisation(request, slug):
    organisation = get_object_or_404(
        Organisation.objects.select_related("force", "policing_body", "successor"), slug=slug
    )
    answers = (
        register.published_answers()
        .filter(organisation=organisation)
        .select_related("recommendation__report")
        .order_by("-recommendation__report__published_on", "recommendation__report", "recommendation__order")
    )
    page = page_of(answers, request.GET.get("page"), ANSWERS_A_PAGE)
    return render(request, "register/organisation.html", {"organisation": organisation, "page": page})


@login_not_required
@require_safe
def dependencies(request):
    return render(request, "register/dependencies.html", {"dependencies": register.dependencies_with_waiting()})


@login_not_required
@require_safe
def dependency(request, slug):
    dependency = get_object_or_404(NPCCDependency, slug=slug)
    held_up = dependency.recommendations.filter(report__in=Report.objects.open()).select_related("report")
    answers = list(register.waiting_for(dependency))
    context = {
        "dependency": dependency,
        "held_up": held_up.order_by("-report__published_on", "order"),
        "waiting": [answer for answer in answers if answer.waits_still],
        "waited": [answer for answer in answers if not answer.waits_still],
    }
    return render(request, "register/dependency.html", context)
