"""What a report file does to the register: all of it or nothing, and the same file twice does nothing."""

import copy
import json
import time

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.models import (
    Addressee,
    Note,
    NPCCDependency,
    Organisation,
    Recommendation,
    Report,
    SubRecommendation,
    Tie,
)
from responses.actions.loading import load
from responses.models import Event, ForceResponse
from tests.factories import (
    CitationFactory,
    DraftFactory,
    EvidenceFactory,
    OrganisationFactory,
    RecommendationFactory,
    TieFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def entry(model, **fields):
    return {"model": f"recommendations.{model}", "fields": fields}


def recommendation(number, **fields):
    """One that says that its addressees are not known, so that it may do without."""
    fields = {"text": "Do this.", "addressees_certainty": "not_found"} | fields
    return entry("recommendation", report=["r"], number=number, order=int(number), **fields)


FILE = [
    entry("organisation", kind="designated_body", name="Liberty", slug="liberty"),
    entry("organisation", kind="police_force", name="Kent", slug="kent", group="chief_constables"),
    entry(
        "organisation", kind="police_force", name="Essex", slug="essex", group="chief_constables"
    ),
    entry(
        "organisation",
        kind="national_body",
        name="Home Office",
        slug="home-office",
        group="home_office",
    ),
    entry(
        "report", title="R", slug="r", designated_bodies=[["liberty"]], published_on="2020-12-17"
    ),
    recommendation("1"),
    recommendation("2", due_on="2021-06-17", due_in_words="Six months from publication."),
    entry("addressee", recommendation=["r", "1"], group="chief_constables"),
    entry("addressee", recommendation=["r", "2"], group="home_office"),
    entry("subrecommendation", recommendation=["r", "1"], label="a", order=1, text="this;"),
    entry(
        "subrecommendation",
        recommendation=["r", "1"],
        label="a.i",
        order=2,
        text="that.",
        parent=["r", "1", "a"],
    ),
    entry("note", recommendation=["r", "1"], order=1, text="A note."),
    entry("tie", from_recommendation=["r", "1"], to_recommendation=["r", "2"], kind="pending"),
    entry("npccdependency", title="A position", slug="position", recommendations=[["r", "1"]]),
]
(
    LIBERTY,
    KENT,
    ESSEX,
    HOME_OFFICE,
    REPORT,
    FIRST,
    SECOND,
    ASKS_CHIEFS,
    ASKS_HOME_OFFICE,
    PART,
    INNER,
    NOTE,
    TIE,
    HELD,
) = range(len(FILE))

HELD_BY_THE_SECOND = entry(
    "npccdependency", title="A position", slug="position", recommendations=[["r", "2"]]
)


def data(entries):
    return json.dumps(entries).encode()


def run(entries, **options):
    return load([("r.json", data(entries))], **options)


def without(*places):
    return [one for place, one in enumerate(FILE) if place not in places]


def with_fields(place, **fields):
    """FILE, with these fields of one entry as they are given here."""
    entries = copy.deepcopy(FILE)
    entries[place]["fields"] |= fields
    return entries


def fingerprint():
    """Every row of every table that we hold."""
    ours = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ("recommendations", "responses")
    ]
    many = [field.remote_field.through for model in ours for field in model._meta.many_to_many]
    return {
        model._meta.label: list(model.objects.order_by("pk").values()) for model in [*ours, *many]
    }


def said(lines):
    return [str(line) for line in lines]


def test_load_makes_every_row_and_expects_an_answer_from_every_addressee():
    result = run(FILE)

    counts = [
        model.objects.count()
        for model in (
            Organisation,
            Report,
            Recommendation,
            Addressee,
            SubRecommendation,
            Note,
            Tie,
            NPCCDependency,
        )
    ]
    assert (said(result.errors), counts) == ([], [4, 1, 2, 2, 2, 1, 1, 1])
    assert (len(result.created), result.answers_opened) == (14, 3)
    assert set(
        ForceResponse.objects.values_list("recommendation__number", "organisation__slug")
    ) == {
        ("1", "kent"),
        ("1", "essex"),
        ("2", "home-office"),
    }


def test_load_sets_what_rows_point_at():
    run(FILE)

    inner = SubRecommendation.objects.get(label="a.i")
    assert inner.parent.natural_key() == ("r", "1", "a")
    assert list(Report.objects.get().designated_bodies.values_list("slug", flat=True)) == [
        "liberty"
    ]
    assert list(NPCCDependency.objects.get().recommendations.values_list("number", flat=True)) == [
        "1"
    ]


def test_load_says_who_opened_the_report():
    admin = UserFactory(is_superuser=True)

    run(FILE, by=admin)

    assert list(Event.objects.order_by("number").values_list("verb", "by")) == [
        ("open_report", admin.pk),
        ("load", admin.pk),
    ]


def test_the_same_file_twice_changes_no_row():
    run(FILE)
    before = fingerprint()

    result = run(FILE)

    assert (len(result.unchanged), result.created, result.changed, result.removed) == (
        14,
        [],
        [],
        [],
    )
    assert (fingerprint(), result.answers_opened) == (before, 0)


def test_unchanged_rows_are_not_written():
    run(FILE)

    with CaptureQueriesContext(connection) as asked:
        run(FILE)

    verbs = {query["sql"].split()[0] for query in asked}
    assert verbs & {"INSERT", "UPDATE", "DELETE"} == set()


def test_the_order_of_entries_does_not_matter():
    result = run(FILE[::-1])

    assert (said(result.errors), len(result.created)) == ([], 14)


def test_files_of_one_run_refer_to_each_other():
    result = load([("ties.json", data(FILE[TIE:])), ("rest.json", data(FILE[:TIE]))])

    assert (said(result.errors), len(result.created)) == ([], 14)


def test_a_byte_order_mark_is_accepted():
    result = load([("r.json", b"\xef\xbb\xbf" + data(FILE))])

    assert (said(result.errors), len(result.created)) == ([], 14)


def test_a_changed_entry_is_named_with_its_changed_fields():
    run(FILE)

    result = run(with_fields(SECOND, text="Do that.", due_on="2021-07-01"))

    assert said(result.changed) == ["r.json, entry 7 (recommendation 2 of r): text, due_on"]
    assert len(result.unchanged) == 13
    assert Recommendation.objects.get(number="2").text == "Do that."


def test_a_changed_list_is_a_change():
    run(FILE)

    result = run(with_fields(HELD, recommendations=[["r", "1"], ["r", "2"]]))

    assert said(result.changed) == ["r.json, entry 14 (NPCC dependency position): recommendations"]
    assert NPCCDependency.objects.get().recommendations.count() == 2


def test_a_dependency_that_was_settled_here_stays_settled():
    run(FILE)
    NPCCDependency.objects.update(state="settled", settled_on="2022-01-01", outcome="Agreed.")
    before = fingerprint()

    result = run(FILE)

    assert (said(result.changed), fingerprint()) == ([], before)


def test_a_field_that_the_file_leaves_out_is_emptied():
    run(with_fields(FIRST, addressed_to="To chief constables"))

    result = run(FILE)

    assert said(result.changed) == ["r.json, entry 6 (recommendation 1 of r): addressed_to"]


def test_what_a_report_file_leaves_out_is_removed_with_its_silent_answers():
    run(FILE)

    result = run(without(SECOND, ASKS_HOME_OFFICE, TIE, NOTE, INNER))

    assert said(result.removed) == [
        "r.json (recommendation 2 of r)",
        "r.json (addressee home_office of recommendation 2 of r)",
        "r.json (part a.i of recommendation 1 of r)",
        "r.json (note 1 to recommendation 1 of r)",
        "r.json (tie pending from recommendation 1 of r to recommendation 2 of r)",
    ]
    assert (ForceResponse.objects.count(), result.answers_withdrawn) == (2, 1)
    assert list(Recommendation.objects.values_list("number", flat=True)) == ["1"]


def test_a_file_without_the_report_removes_nothing_of_it():
    run(FILE)

    result = run([FILE[FIRST]])

    assert (said(result.errors), result.removed, Recommendation.objects.count()) == ([], [], 2)


def test_other_reports_are_left_alone():
    other = RecommendationFactory()
    run(FILE)

    assert Recommendation.objects.filter(pk=other.pk).exists()


def test_an_addressee_left_out_takes_its_silent_answers_along():
    run(FILE)

    result = run(without(ASKS_CHIEFS))

    assert (said(result.errors), result.answers_withdrawn) == ([], 2)
    assert list(ForceResponse.objects.values_list("organisation__slug", flat=True)) == [
        "home-office"
    ]


@pytest.mark.parametrize("answered", [UpdateFactory, DraftFactory], ids=["sent", "begun"])
def test_an_answered_recommendation_cannot_be_left_out(answered):
    run(FILE)
    for response in ForceResponse.objects.filter(recommendation__number="1"):
        answered(response=response)
    before = fingerprint()

    result = run([*without(FIRST, ASKS_CHIEFS, PART, INNER, NOTE, TIE, HELD), HELD_BY_THE_SECOND])

    sentence = "It is answered by 2 organisations, so the file cannot leave it out."
    assert said(result.errors) == [f"r.json (recommendation 1 of r): {sentence}"]
    assert fingerprint() == before


def test_a_recommendation_that_an_answer_waits_on_cannot_be_left_out():
    run(FILE)
    draft = DraftFactory(response=ForceResponse.objects.filter(recommendation__number="1").first())
    draft.waits_on_recommendations.add(Recommendation.objects.get(number="2"))

    result = run(without(SECOND, ASKS_HOME_OFFICE, TIE))

    assert said(result.errors) == [
        "r.json (recommendation 2 of r): Answers wait on it, so the file cannot leave it out."
    ]


def test_an_addressee_that_answered_cannot_be_left_out():
    run(FILE)
    UpdateFactory(response=ForceResponse.objects.filter(recommendation__number="1").first())
    before = fingerprint()

    result = run(without(ASKS_CHIEFS))

    assert said(result.errors) == [
        "r.json (recommendation 1 of r): It would no longer ask 1 organisation that answered it."
    ]
    assert fingerprint() == before


def test_a_part_that_is_answered_cannot_be_left_out():
    run(FILE)
    response = ForceResponse.objects.filter(recommendation__number="1").first()
    UpdateFactory(response=response, sub_answers={"a.i": "Done."})

    result = run(without(INNER))

    assert said(result.errors) == [
        "r.json (part a.i of recommendation 1 of r): It is answered, so the file cannot leave it out."
    ]


def test_a_part_that_evidence_shows_cannot_be_left_out():
    run(FILE)
    update = UpdateFactory(
        response=ForceResponse.objects.filter(recommendation__number="1").first()
    )
    CitationFactory(
        update=update,
        evidence=EvidenceFactory(organisation=update.response.organisation),
        sub_label="a.i",
    )

    result = run(without(INNER))

    assert said(result.errors) == [
        "r.json (part a.i of recommendation 1 of r): It is answered, so the file cannot leave it out."
    ]


def test_a_recommendation_that_others_point_at_cannot_be_left_out():
    run(FILE)
    second = Recommendation.objects.get(number="2")
    other = RecommendationFactory(report__slug="other", number="7", carried_into=second)
    TieFactory(
        from_recommendation=RecommendationFactory(report=other.report, number="8"),
        to_recommendation=second,
    )
    NPCCDependency.objects.get().recommendations.add(second)

    result = run(without(SECOND, ASKS_HOME_OFFICE, TIE, HELD))

    assert said(result.errors) == [
        f"r.json (recommendation 2 of r): It is pointed at by {pointer}, so the file cannot leave it out."
        for pointer in (
            "recommendation 7 of other",
            "recommendation 8 of other",
            "NPCC dependency position",
        )
    ]


def test_an_answer_that_nobody_asked_for_is_left():
    run(FILE)
    UpdateFactory(
        response__recommendation=Recommendation.objects.get(number="1"),
        response__organisation=OrganisationFactory(kind="unnamed", group=""),
    )
    before = fingerprint()

    result = run(FILE)

    assert (said(result.errors), fingerprint()) == ([], before)


def test_a_dry_run_says_what_a_run_would_say_and_changes_nothing():
    run(FILE)
    entries = [*without(SECOND, ASKS_HOME_OFFICE, TIE), recommendation("3")]
    before = fingerprint()

    foretold = run(entries, dry_run=True)

    assert fingerprint() == before
    assert foretold == run(entries)


def test_every_error_is_said_and_not_only_the_first():
    entries = with_fields(SECOND, due_on="17/06/2021", interim="yes")
    entries.append(entry("report", title="Later", slug="later", published_on="2020-12-17"))

    result = load([("r.json", data(entries)), ("broken.json", b"{")])

    assert said(result.errors) == [
        'r.json, entry 7 (recommendation 2 of r): "interim" must be true or false, not "yes".',
        'r.json, entry 7 (recommendation 2 of r): Enter the date as YYYY-MM-DD, not "17/06/2021" (due_on).',
        'r.json, entry 15 (report later): "designated_bodies" is missing.',
        "broken.json: The file is not JSON, or it is cut short: line 1, column 2 cannot be read.",
    ]


def test_progress_is_told_while_reading_and_while_writing():
    steps = []
    many = [recommendation(str(number)) for number in range(3, 1003)]

    run([*FILE, *many], progress=lambda done, total: steps.append((done, total)))

    assert steps == [(500, 2028), (1000, 2028), (1519, 2028), (2019, 2028)]


@pytest.mark.parametrize(
    "opening", [b"[", b'{"a":', b'[{"fields":'], ids=["lists", "objects", "both"]
)
def test_ten_megabytes_of_nesting_are_refused_in_two_seconds(opening):
    begun = time.monotonic()

    result = load([("deep.json", opening * (10_000_000 // len(opening)))])

    assert said(result.errors) == ["deep.json: The file is nested too deeply to be read."]
    assert time.monotonic() - begun < 2


def test_a_value_that_is_nested_is_not_quoted():
    result = run(with_fields(FIRST, text=[[["deep"]]]))

    assert said(result.errors) == [
        'r.json, entry 6 (recommendation 1 of r): "text" must be text in quotation marks, not a list.'
    ]


def test_a_clash_that_only_the_database_sees_is_an_error_and_changes_nothing():
    run(FILE)
    entries = with_fields(KENT, name="Essex")
    entries[ESSEX]["fields"]["name"] = "Kent"
    before = fingerprint()

    result = run(entries)

    assert said(result.errors) == [
        "All files: The rows cannot be changed in one go. Change them one after another."
    ]
    assert fingerprint() == before
