from django.db import migrations

# Both rows of every answer, in one statement: half a million answers take seconds, and minutes one by one.
FILL = """
    INSERT INTO responses_standing (
        response_id, sight, counted, update_id, report_id, recommendation_id, organisation_id,
        state, position, progress, assurance, lead,
        due_on, answered_on, days_taken,
        has_deadline, has_day, published_on, place, organisation_name
    )
    SELECT
        stands.response_id, stands.sight, stands.counted, stands.update_id,
        stands.report_id, stands.recommendation_id, stands.organisation_id,
        CASE
            WHEN stands.update_id IS NULL THEN 'silent'
            WHEN stands.sight = 'published' THEN 'answered'
            WHEN stands.stage = 'sent' THEN 'with_hmicfrs'
            WHEN stands.stage IN ('confirmed', 'closed') THEN stands.stage
            ELSE 'with_organisation'
        END,
        COALESCE(seen.position, ''),
        COALESCE(seen.progress, ''),
        CASE
            WHEN seen.id IS NULL THEN ''
            WHEN stands.sight = 'sent' AND EXISTS (
                SELECT 1 FROM responses_decision AS decision
                WHERE decision.update_id = seen.id AND decision.kind = 'confirm'
            ) THEN 'confirmed'
            WHEN EXISTS (
                SELECT 1 FROM responses_comment AS comment
                WHERE comment.update_id = seen.id AND comment.assures
                AND (stands.sight = 'sent' OR comment.published_at IS NOT NULL)
            ) THEN 'assured'
            WHEN seen.signed_off_by_id IS NOT NULL THEN 'signed_off'
            ELSE 'self_reported'
        END,
        CASE WHEN stands.sight = 'sent' THEN COALESCE(seen.lead, '') ELSE '' END,
        stands.due_on, stands.answered_on, {days_taken},
        stands.due_on IS NOT NULL, stands.answered_on IS NOT NULL,
        stands.published_on, stands.place, stands.organisation_name
    FROM (
        SELECT
            answer.id AS response_id, answer.stage, answer.organisation_id, answer.recommendation_id,
            sights.sight,
            opening.id IS NOT NULL AND organisation.kind <> 'unnamed' AS counted,
            CASE
                WHEN sights.sight = 'sent' THEN answer.latest_id
                WHEN opening.id IS NOT NULL THEN answer.published_id
            END AS update_id,
            CASE
                WHEN sights.sight = 'sent' THEN answer.first_said_on
                WHEN opening.id IS NOT NULL THEN answer.first_public_on
            END AS answered_on,
            recommendation.report_id, recommendation.due_on, recommendation."order" AS place,
            report.published_on, organisation.name AS organisation_name
        FROM responses_forceresponse AS answer
        JOIN recommendations_recommendation AS recommendation ON recommendation.id = answer.recommendation_id
        JOIN recommendations_report AS report ON report.id = recommendation.report_id
        JOIN recommendations_organisation AS organisation ON organisation.id = answer.organisation_id
        LEFT JOIN recommendations_opening AS opening ON opening.report_id = report.id
        CROSS JOIN (SELECT 'sent' AS sight UNION ALL SELECT 'published') AS sights
    ) AS stands
    LEFT JOIN responses_update AS seen ON seen.id = stands.update_id
    ORDER BY stands.report_id, stands.sight, stands.response_id
"""
DAYS_TAKEN = {
    "postgresql": "stands.answered_on - stands.published_on",
    "sqlite": "CAST(julianday(stands.answered_on) - julianday(stands.published_on) AS INTEGER)",
}


def fill(apps, schema_editor):
    """Where each answer stands, for HMICFRS and for everybody."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(days_taken=DAYS_TAKEN[connection.vendor]))


def empty(apps, schema_editor):
    apps.get_model("responses", "Standing").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("responses", "0010_standing")]
    operations = [migrations.RunPython(fill, empty)]
