"""What ships with the product: every file loads, again without changing a row, and says what its source says."""

import datetime
import hashlib
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Count

from recommendations.models import (
    Deadline,
    NPCCDependency,
    Organisation,
    Recommendation,
    Report,
    ReportAction,
)
from recommendations.models.deadline import counted_from
from responses.actions import open_report
from responses.models import Evidence, ForceResponse, Update

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
ORGANISATIONS = FIXTURES / "organisations.json"
REPORTS = sorted(FIXTURES.glob("reports/*.json"))
DEPENDENCIES = FIXTURES / "npcc_dependencies.json"
ANSWERS = sorted(FIXTURES.glob("answers/*.json"))
DOCUMENT = (FIXTURES / "documents" / "constabulary-not-named.txt").read_text(encoding="utf-8")

pytestmark = pytest.mark.django_db


def load_fixtures():
    call_command("loaddata", ORGANISATIONS, *REPORTS, DEPENDENCIES, verbosity=0)


def load_everything():
    load_fixtures()
    for report in Report.objects.order_by("pk"):
        open_report(report)
    call_command("load_answers", *ANSWERS)


def fingerprint():
    """SHA-256 of the rows of every table."""
    return {
        model._meta.db_table: hashlib.sha256(
            repr(list(model._base_manager.order_by("pk").values_list())).encode()
        ).hexdigest()
        for model in apps.get_models(include_auto_created=True)
    }


def safe_to_share(number):
    return Recommendation.objects.get_by_natural_key("safe-to-share", number)


def of_safe_to_share():
    return Recommendation.objects.filter(report__slug="safe-to-share")


@pytest.mark.parametrize(
    "path", [DEPENDENCIES, ORGANISATIONS, *REPORTS], ids=lambda path: path.stem
)
def test_fixture_names_no_key_of_the_database(path):
    entries = json.loads(path.read_text(encoding="utf-8"))

    assert [set(entry) for entry in entries] == [{"model", "fields"}] * len(entries)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_report_loads_when_the_organisations_are_there(path):
    call_command("loaddata", ORGANISATIONS, verbosity=0)

    call_command("loaddata", path, verbosity=0)

    assert [report.slug for report in Report.objects.all()] == [path.stem]


def test_fixtures_loaded_again_change_no_row():
    load_fixtures()
    first = fingerprint()

    load_fixtures()

    assert fingerprint() == first


def test_everything_loaded_again_changes_no_row():
    load_everything()
    first = fingerprint()

    load_everything()

    assert fingerprint() == first


def test_fingerprint_tells_when_one_word_of_one_row_has_changed():
    load_fixtures()
    first = fingerprint()

    Organisation.objects.filter(slug="kent").update(note="Something else.")

    assert {table for table, hashed in fingerprint().items() if hashed != first[table]} == {
        "recommendations_organisation"
    }


def test_organisations_are_those_that_answer_judge_or_complain():
    load_fixtures()

    counted = (
        Organisation.objects.order_by("kind", "group")
        .values_list("kind", "group")
        .annotate(Count("pk"))
    )

    assert set(counted) == {
        ("police_force", "chief_constables", 43),
        ("police_force", None, 9),
        ("local_policing_body", "policing_bodies", 43),
        ("national_body", "home_office", 1),
        ("national_body", "npcc", 1),
        ("national_body", "apcc", 1),
        ("national_body", "college", 1),
        ("national_body", "cps", 1),
        ("national_body", "ministry_of_justice", 1),
        ("national_body", "iopc", 1),
        ("inspectorate", "hmicfrs", 1),
        ("designated_body", None, 7),
        ("unnamed", None, 1),
    }


def test_every_force_that_is_asked_has_its_policing_body_and_its_codes():
    load_fixtures()
    forces = Organisation.objects.filter(group="chief_constables").select_related("policing_body")

    assert {force.policing_body.slug for force in forces} == {
        f"{force.slug}-policing-body" for force in forces
    }
    assert {force.police_uk_slug for force in forces} == {force.slug for force in forces}
    assert len({force.ons_code for force in forces if force.ons_code}) == 43


def test_organisations_satisfy_the_rules_of_their_fields():
    load_fixtures()

    for organisation in Organisation.objects.all():
        organisation.full_clean()


def test_reports_are_the_seven_that_are_published():
    load_fixtures()

    held = Report.objects.annotate(count=Count("recommendations")).order_by("published_on")

    assert [(report.slug, report.published_on.isoformat(), report.count) for report in held] == [
        ("safe-to-share", "2020-12-17", 8),
        ("hidden-victims", "2021-05-26", 1),
        ("duty-to-protect", "2021-08-24", 15),
        ("police-perpetrated-domestic-abuse", "2022-06-30", 4),
        ("tees-valley-inclusion-project", "2022-12-16", 3),
        ("section-60-stop-and-search", "2023-12-15", 10),
        ("police-response-to-stalking", "2024-09-27", 29),
    ]


def test_every_report_says_what_is_held_and_who_complained():
    load_fixtures()

    assert [report.slug for report in Report.objects.filter(held="")] == []
    assert {
        report.slug: sorted(report.designated_bodies.values_list("slug", flat=True))
        for report in Report.objects.all()
    } == {
        "safe-to-share": ["liberty", "southall-black-sisters"],
        "hidden-victims": ["hestia"],
        "duty-to-protect": ["centre-for-womens-justice"],
        "police-perpetrated-domestic-abuse": ["centre-for-womens-justice"],
        "tees-valley-inclusion-project": ["tees-valley-inclusion-project"],
        "section-60-stop-and-search": ["criminal-justice-alliance"],
        "police-response-to-stalking": ["suzy-lamplugh-trust"],
    }


def test_opening_safe_to_share_asks_each_addressee_of_each_recommendation():
    load_fixtures()

    open_report(Report.objects.get(slug="safe-to-share"))

    asked = of_safe_to_share().annotate(count=Count("responses")).order_by("order")
    assert {one.number: one.count for one in asked} == {
        "1": 43, "2": 1, "3": 2, "4": 43, "5": 86, "6": 0, "7": 0, "8": 88,
    }  # fmt: skip


def test_recommendations_say_how_much_of_their_text_is_held():
    load_fixtures()

    assert dict(of_safe_to_share().values_list("number", "text_held")) == {
        "1": "verbatim",
        "2": "summary",
        "3": "summary",
        "4": "verbatim",
        "5": "verbatim",
        "6": "not_held",
        "7": "not_held",
        "8": "verbatim",
    }


def test_deadlines_come_with_their_origin():
    load_fixtures()
    day = datetime.date(2021, 6, 17)

    assert {one.number: (one.due_on, one.due_in_words) for one in of_safe_to_share()} == {
        "1": (None, "Immediately"),
        "2": (day, "Six months from publication (the day is inferred)"),
        "3": (None, "Not held"),
        "4": (None, "None stated"),
        "5": (None, "None stated"),
        "6": (None, "Not held"),
        "7": (None, "Not held"),
        "8": (day, "Within six months of publication (recommendation 8 itself)"),
    }


def test_only_recommendation_1_is_an_interim_measure():
    load_fixtures()

    assert [one.number for one in Recommendation.objects.filter(interim=True)] == ["1"]


def test_ties_are_those_that_the_report_makes():
    load_fixtures()

    ties = {
        (tie.from_recommendation.number, tie.kind, tie.to_recommendation.number)
        for one in of_safe_to_share()
        for tie in one.ties.all()
    }

    assert ties == {
        ("1", "pending", "2"),
        ("1", "refers_to", "4"),
        ("4", "refers_to", "1"),
        ("4", "refers_to", "3"),
        ("5", "refers_to", "1"),
        *(("8", "reports_on", number) for number in "1234567"),
    }


def test_second_part_of_recommendation_4_has_five_parts_of_its_own():
    load_fixtures()

    parts = safe_to_share("4").sub_recommendations.order_by("order")

    assert [(part.label, part.parent and part.parent.label) for part in parts] == [
        ("a", None),
        ("b", None),
        ("b.i", "b"),
        ("b.ii", "b"),
        ("b.iii", "b"),
        ("b.iv", "b"),
        ("b.v", "b"),
        ("c", None),
        ("d", None),
        ("e", None),
        ("f", None),
    ]


def test_national_position_is_awaited_by_what_was_put_to_forces():
    load_fixtures()

    position = NPCCDependency.objects.get()

    assert (position.state, position.portfolio, position.lead) == ("awaited", "", "")
    assert sorted(position.recommendations.values_list("number", flat=True)) == ["1", "4", "5", "8"]


def printed(update):
    """The lines of the document that `update` answers in, put together again from what the database holds."""
    asked = update.response.recommendation
    parts = asked.sub_recommendations.filter(parent=None).order_by("order")
    notes = [f"- {note.text}" for note in asked.notes.order_by("order")]
    return [
        f"Recommendation {asked.number}. {asked.addressed_to}",
        *asked.text.split("\n\n"),
        *(
            " ".join([f"- {part.text}", *(inner.text for inner in part.parts.order_by("order"))])
            for part in parts
        ),
        *([f"Notes to recommendation {asked.number}", *notes] if notes else []),
        "Force response",
        *update.account.split("\n\n"),
    ]


def test_document_of_the_constabulary_can_be_put_together_again():
    load_everything()
    updates = Update.objects.order_by("response__recommendation__order")

    lines = [line for update in updates for line in printed(update)]

    source = DOCUMENT.replace("Force Response", "Force response")
    assert [updates[0].source_title, *lines, "End"] == [line for line in source.split("\n") if line]


def test_answers_that_were_read_state_neither_position_nor_progress():
    load_everything()

    assert (
        list(Update.objects.order_by("pk").values_list("position", "progress", "reported_on"))
        == [("not_stated", "not_stated", None)] * 4
    )


def test_answers_that_were_read_are_published_for_a_constabulary_without_a_name():
    load_everything()
    answered = ForceResponse.objects.filter(published__isnull=False)

    assert list(
        answered.order_by("recommendation__order").values_list(
            "recommendation__number", "organisation__slug"
        )
    ) == [(number, "constabulary-not-named") for number in "1458"]


def test_answers_that_were_read_wait_for_the_national_position():
    load_everything()

    assert [
        list(update.waits_on_dependencies.values_list("slug", flat=True))
        for update in Update.objects.all()
    ] == [["consistent-national-position"]] * 4


def test_evidence_is_what_the_answers_name_each_thing_once():
    load_everything()
    cited_by = "citations__update__response__recommendation__number"

    named = Evidence.objects.order_by("pk", cited_by).values_list(
        "title", "dated_on", "is_public", cited_by
    )

    plan = "HMIC/DHR sheet of the Domestic Abuse 4P’s plan"
    assert list(named) == [
        (
            "Victims of crime where there are immigration status concerns",
            datetime.date(2018, 1, 4),
            True,
            "1",
        ),
        (
            "Treatment of foreign national victims and witnesses",
            datetime.date(2018, 12, 6),
            True,
            "1",
        ),
        ("Force Bulletin 18/03/21", datetime.date(2021, 3, 18), True, "1"),
        (plan, None, True, "4"),
        (plan, None, True, "5"),
        (plan, None, True, "8"),
    ]


def test_seven_reports_hold_seventy_recommendations_with_their_addressees_or_none_known():
    load_fixtures()

    asked = Recommendation.objects.annotate(addressed=Count("addressees"))

    assert asked.count() == 70
    assert asked.filter(addressed=0).exclude(addressees_certainty="not_found").count() == 0
    assert asked.filter(addressees_certainty="not_found", addressed__gt=0).count() == 0


def test_ministry_of_justice_is_asked():
    load_everything()

    asked = ForceResponse.objects.filter(organisation__slug="ministry-of-justice")

    assert list(asked.values_list("recommendation__report__slug", "recommendation__number")) == [
        ("police-perpetrated-domestic-abuse", "3")
    ]


def test_commissioners_are_asked_number_8_of_section_60_and_no_eight_recommendations():
    load_everything()
    bodies = ForceResponse.objects.filter(organisation__group="policing_bodies")

    of_section_60 = bodies.filter(recommendation__report__slug="section-60-stop-and-search")

    assert set(of_section_60.values_list("recommendation__number", flat=True)) == {"8"}


def test_every_number_beyond_the_text_says_that_it_is_inferred():
    load_fixtures()

    numbers_only = Recommendation.objects.filter(
        text="", certainty="not_found", addressees_certainty="not_found"
    )

    assert {*numbers_only.values_list("number_certainty", flat=True)} == {"inferred"}
    assert numbers_only.count() == 2 + 14 + 6 + 23


def test_deadlines_that_are_counted_are_those_that_were_typed():
    load_fixtures()

    for deadline in Deadline.objects.exclude(amount=None).select_related("recommendation__report"):
        published_on = deadline.recommendation.report.published_on
        assert counted_from(published_on, deadline.rule, deadline.amount) == deadline.due_on


def test_stalking_asks_chief_constables_for_a_plan_and_for_an_outcome():
    load_fixtures()

    deadlines = Deadline.objects.filter(
        recommendation__report__slug="police-response-to-stalking", recommendation__number="7"
    )

    assert [(one.kind, one.day.isoformat()) for one in deadlines] == [
        ("plan", "2024-11-22"),
        ("outcome", "2025-03-27"),
    ]


def test_short_titles_have_six_words_at_most():
    load_fixtures()

    for recommendation in Recommendation.objects.select_related("report"):
        recommendation.full_clean()


def test_actions_are_no_recommendations():
    load_fixtures()

    assert ReportAction.objects.count() == 11
    assert {*ReportAction.objects.values_list("organisation__slug", flat=True)} == {
        "college-of-policing",
        "hmicfrs",
        "iopc",
    }
