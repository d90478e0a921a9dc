"""The register that everybody reads. It shows what is published, and silence; nothing else, whoever looks."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from recommendations.models import NPCCDependency, Organisation, Recommendation, Report, Tie
from responses.models import Standing
from responses.queries import whereabouts
from responses.queries.paging import rows_of_page

from ..cache import RegisterCache
from ..limits import ANSWERS_A_PAGE, REPORTS_A_PAGE
from ..links import published_answers
from ..queries import figures, register
from ..queries.overview import figures_by_organisation, with_counts

Kind = Organisation.Kind
PUBLISHED = Standing.Sight.PUBLISHED
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
    today = timezone.localdate()
    opened = (
        Report.objects.open()
        .prefetch_related("designated_bodies")
        .annotate(holds=Count("recommendations"))
    )
    page = Paginator(opened.order_by("-published_on", "slug"), REPORTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    cache = RegisterCache(PUBLISHED, today)
    of_page = cache.standings.filter(report__in=[report.pk for report in page])
    page.object_list = with_counts(page, figures.by(of_page, "report", today))
    context = {
        "page": page,
        "held": Recommendation.objects.filter(report__in=Report.objects.open()).count(),
        "totals": figures.total(cache.by_organisation(figures_by_organisation).values()),
        "uncounted": register.published_without_a_named_organisation().count(),
        "link": published_answers(),
    }
    context |= whereabouts.of_reports(page.object_list)
    return render(request, "register/reports.html", context)


@login_not_required
@require_safe
def report(request, slug):
    report = get_object_or_404(
        Report.objects.open().prefetch_related("designated_bodies"), slug=slug
    )
    ties = _ties("ties", "to_recommendation")
    recommendations = report.recommendations.order_by("order").prefetch_related("addressees", ties)
    asked = Standing.objects.in_sight(PUBLISHED).filter(report=report)
    counted = figures.by(asked, "recommendation", timezone.localdate())
    unnamed = register.published_without_a_named_organisation()
    context = {
        "report": report,
        "recommendations": with_counts(recommendations, counted),
        "totals": figures.total(counted.values()),
        "uncounted": unnamed.filter(recommendation__report=report).count(),
        "link": published_answers(report=report.slug),
    }
    context |= whereabouts.of_report(report, context["recommendations"])
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
    answers = list(
        register.published_answers().filter(recommendation=asked).order_by("organisation__name")
    )
    register.add_contents(asked, answers)
    counted = [
        answer for answer in answers if answer.organisation.kind != Organisation.Kind.UNNAMED
    ]
    answered = [answer for answer in counted if answer.published]
    context = {
        "recommendation": asked,
        "answers": answers,
        "asked": len(counted),
        "answered": len(answered),
        "silent": sum(_is_silent(answer) for answer in counted),
        "unnamed": [answer for answer in answers if answer not in counted and answer.published],
        "own": [answer for answer in answers if answer.organisation_id in request.access.reads],
        "link": published_answers(report=slug, recommendation=number),
    }
    context |= whereabouts.of_answers(asked, answers)
    return render(request, "register/recommendation.html", context)


def _is_silent(answer):
    """Whether silence may be said of it: somebody looked, or answers are collected here by now."""
    return answer.silence_from is not None and answer.silence_from <= timezone.localdate()


def _ties(relation, other_end):
    """Ties on their way from or to a recommendation, with the one at the other end."""
    rows = Tie.objects.select_related(f"{other_end}__report").order_by(f"{other_end}__order")
    return Prefetch(relation, rows.filter(**{f"{other_end}__report__opening__isnull": False}))


@login_not_required
@require_safe
def organisations(request):
    bodies = Organisation.objects.exclude(kind=Organisation.Kind.DESIGNATED_BODY).order_by("name")
    cache = RegisterCache(PUBLISHED, timezone.localdate())
    context = {
        "organisations": with_counts(bodies, cache.by_organisation(figures_by_organisation)),
        "kinds": PLURALS,
        "link": published_answers(),
    }
    return render(request, "register/organisations.html", context)


@login_not_required
@require_safe
def organisation(request, slug):
    related = Organisation.objects.select_related("force", "policing_body", "successor")
    organisation = get_object_or_404(related, slug=slug)
    asked = register.asked_of(organisation)
    page = Paginator(asked.values_list("response", flat=True), ANSWERS_A_PAGE).get_page(
        request.GET.get("page")
    )
    page = rows_of_page(page, register.in_full(timezone.localdate()), "response_id")
    context = {
        "organisation": organisation,
        "page": page,
        "published_elsewhere": whereabouts.of_organisation(organisation),
        "complaints": organisation.reports.open(),
        "predecessors": organisation.predecessors.all(),
        "may_record": organisation.pk in request.access.leads,
    }
    return render(request, "register/organisation.html", context)


@login_not_required
@require_safe
def dependencies(request):
    return render(
        request,
        "register/dependencies.html",
        {"dependencies": register.dependencies_with_waiting()},
    )


@login_not_required
@require_safe
def dependency(request, slug):
    dependency = get_object_or_404(NPCCDependency, slug=slug)
    held_up = dependency.recommendations.filter(report__in=Report.objects.open()).select_related(
        "report"
    )
    answers = list(register.waiting_for(dependency))
    context = {
        "dependency": dependency,
        "held_up": held_up.order_by("-report__published_on", "order"),
        "waiting": [answer for answer in answers if answer.waits_still],
        "waited": [answer for answer in answers if not answer.waits_still],
    }
    return render(request, "register/dependency.html", context)
