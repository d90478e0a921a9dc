"""The requests that are measured, and who makes them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.core.cache import caches

from accounts.models import User
from recommendations.models import Organisation, Report
from responses.history.chain import record
from responses.models import ForceResponse
from responses.vocabulary import Stage

from .data import POLICING, RARE, WORDS


@dataclass(frozen=True)
class Case:
    """A page, or with `post` a form that is sent and `post()` what it holds this time. `before` is not measured."""

    name: str
    path: str
    person: User | None = None
    post: Callable | None = None
    before: Callable = lambda: None


def cases():
    reviewer, lead, scrutineer = User.objects.order_by("pk")[:3]
    report = Report.objects.order_by("pk").first()
    asked = report.recommendations.order_by("order").first()
    answer = ForceResponse.objects.filter(recommendation=asked, latest__isnull=False).first()
    force = Organisation.objects.filter(kind="police_force").first()
    of_force = f"organisation={force.slug}"
    forget, in_report = caches["figures"].clear, f"report={report.slug}"

    def happen():
        record("scan", organisation=force)

    return [
        Case("matrix", f"/progress/?report={report.slug}", reviewer),
        Case("overview", "/progress/overview/", reviewer),
        Case("overview after an event", "/progress/overview/", reviewer, before=happen),
        Case("overview, counted anew", "/progress/overview/", reviewer, before=forget),
        Case("overview of a report", f"/progress/overview/?report={report.slug}", reviewer),
        Case("case with its history", f"/review/{answer.pk}/", reviewer),
        _update(force, lead),
        Case("search, in every text", f"/search/?q={POLICING[0]}", reviewer),
        Case("search, in one of 10", f"/search/?q={WORDS[120]}", reviewer),
        Case("search, in one of 100", f"/search/?q={WORDS[1200]}", reviewer),
        Case("search, in a few", f"/search/?q={RARE}", reviewer),
        Case("search, in none", "/search/?q=zzzabsent", reviewer),
        Case("answers of a force", f"/progress/answers/?{of_force}&{in_report}", reviewer),
        Case("public: matrix", f"/progress/?report={report.slug}"),
        Case("public: recommendation", asked.get_absolute_url()),
        Case("public: home", "/", before=happen),
        Case("public: organisations", "/organisations/", before=happen),
        Case("public: overview after an event", "/progress/overview/", before=happen),
        Case(
            "public: overview of a force, filtered",
            f"/progress/overview/?{of_force}&state=answered",
            before=happen,
        ),
        Case(
            "public: overview of a force, silent",
            f"/progress/overview/?{of_force}&state=silent",
            before=happen,
        ),
        Case(
            "public: last answers of a force",
            f"/progress/answers/?{of_force}&page=100000",
            before=happen,
        ),
        Case("public: what changed", "/progress/changes/"),
        Case("public: what changed at a force", f"/progress/changes/?{of_force}"),
        Case("public: one force", f"/progress/organisations/{force.slug}/", before=happen),
        Case("public: last page of a force", f"/organisations/{force.slug}/?page=100000"),
        Case("public: search in a report", f"/search/?q={POLICING[0]}&{in_report}"),
        Case("public: a report as CSV", f"/progress/answers.csv?{in_report}"),
        Case("public: a report as Excel", f"/progress/answers.xlsx?{in_report}"),
        Case("queue", "/review/", reviewer),
        Case("queue, last page", "/review/?page=100000", reviewer),
        Case("queue, returned", "/review/?show=returned", reviewer),
        Case("queue of a force", f"/review/?{of_force}", reviewer),
        Case("desk", f"/review/desk/{report.slug}/{asked.number}/", reviewer),
        Case("your work", "/your-work/", lead),
        Case("your work, last page", "/your-work/?page=100000", lead),
        Case("your work, with us", "/your-work/?show=mine", lead),
        Case("evidence library", "/your-work/evidence/", lead),
        Case("evidence library, last page", "/your-work/evidence/?page=100000", lead),
        Case("evidence of an answer", f"/responses/{answer.pk}/evidence/", lead),
        Case("history of an answer", f"/responses/{answer.pk}/history/", lead),
        Case("scrutiny", "/scrutiny/", scrutineer),
        Case("scrutiny, not sent", "/scrutiny/?show=not-sent", scrutineer),
        Case("what changed, reviewer", "/progress/changes/", reviewer),
        Case(
            "one force, reviewer", f"/progress/organisations/{force.slug}/", reviewer, before=happen
        ),
        Case("public: report", report.get_absolute_url()),
        Case("public: organisation", f"/organisations/{force.slug}/"),
        Case("public: dependencies", "/npcc-dependencies/"),
        Case("public: answers of a report", f"/progress/answers/?{in_report}"),
        Case("public: overview of a report", f"/progress/overview/?{in_report}"),
        Case("last page of all answers", "/progress/answers/?page=100000", reviewer),
        Case("all answers, anew", "/progress/answers/", reviewer, before=forget),
        Case(
            "last page of answers by day, anew",
            "/progress/answers/?sort=answered&page=100000",
            reviewer,
            before=forget,
        ),
    ]


def _update(force, lead):
    """A lead saves other words each time, beginning from the version that is there."""
    answer = (
        ForceResponse.objects.filter(organisation=force, stage=Stage.DRAFTING)
        .order_by("pk")
        .first()
    )
    words, turns = " ".join(WORDS[:110]), count()

    def post():
        answer.refresh_from_db(fields=["version"])
        account = f"{words}, turn {next(turns)}"
        return {
            "version": answer.version,
            "account": account,
            "position": "accepted",
            "progress": "in_progress",
        }

    return Case("update POST", f"/responses/{answer.pk}/edit/", lead, post=post)
