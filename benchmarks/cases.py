"""The pages that are measured, and for each the same rows by a bare cursor."""

from dataclasses import dataclass

from recommendations.models import Organisation, Report
from responses.models import ForceResponse


@dataclass(frozen=True)
class Case:
    name: str
    path: str
    raw: list  # pairs of SQL and its parameters: what the page has to know


MATRIX = """
SELECT o.id, o.name, o.slug, r.recommendation_id, r.latest_id, r.id, r.stage, u.position, u.progress, u.reported_on,
       c.due_on
FROM responses_forceresponse r
JOIN recommendations_recommendation c ON c.id = r.recommendation_id
JOIN recommendations_organisation o ON o.id = r.organisation_id
LEFT JOIN responses_update u ON u.id = r.latest_id
WHERE c.report_id = %s ORDER BY o.name
"""
OVERVIEW = """
SELECT c.report_id, COUNT(*), COUNT(r.latest_id), MIN(u.reported_on)
FROM responses_forceresponse r
JOIN recommendations_recommendation c ON c.id = r.recommendation_id
LEFT JOIN responses_update u ON u.id = r.latest_id
GROUP BY c.report_id
"""
ANSWER = """
SELECT r.id, r.stage, r.version, u.account, u.position, u.progress, c.text, o.name
FROM responses_forceresponse r
JOIN recommendations_recommendation c ON c.id = r.recommendation_id
JOIN recommendations_organisation o ON o.id = r.organisation_id
LEFT JOIN responses_update u ON u.id = r.latest_id
WHERE r.id = %s
"""
EVENTS = "SELECT verb, at, by_id, reason FROM responses_event WHERE response_id = %s ORDER BY number DESC"
RECOMMENDATION = MATRIX.replace("c.report_id = %s", "c.id = %s").replace("u.position", "u.account, u.position")


def cases():
    report = Report.objects.order_by("pk").first()
    asked = report.recommendations.order_by("order").first()
    answer = ForceResponse.objects.filter(recommendation=asked, latest__isnull=False).first()
    force = Organisation.objects.filter(kind="police_force").first()
    return [
        Case("matrix", f"/progress/?report={report.slug}", [(MATRIX, [report.pk])]),
        Case("recommendation", asked.get_absolute_url(), [(RECOMMENDATION, [asked.pk])]),
        Case("case", f"/review/{answer.pk}/", [(ANSWER, [answer.pk]), (EVENTS, [answer.pk])]),
        Case(
            "answers of a force",
            f"/progress/answers/?organisation={force.slug}&report={report.slug}",
            [(MATRIX.replace("ORDER", "AND o.id = %s ORDER"), [report.pk, force.pk])],
        ),
        Case(
            "overview of a report",
            f"/progress/overview/?report={report.slug}",
            [(OVERVIEW.replace("GROUP", "WHERE c.report_id = %s GROUP"), [report.pk])],
        ),
        Case("overview", "/progress/overview/", [(OVERVIEW, [])]),
    ]
