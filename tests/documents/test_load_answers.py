"""`load_answers` keeps what an organisation published, all of it or none."""

import json

import pytest
from django.core.management import CommandError, call_command

from responses.models import Citation, Event, Evidence, ForceResponse, Update
from tests.factories import DependencyFactory, EvidenceFactory, RecommendationFactory

pytestmark = pytest.mark.django_db

BULLETIN = {"kind": "bulletin", "title": "Bulletin", "dated": "18/03/21", "dated_on": "2021-03-18"}


@pytest.fixture
def asked(force):
    """Recommendations 1 and 4 of a report, and a national position."""
    DependencyFactory(slug="position")
    first = RecommendationFactory(number="1", report__slug="report", report__title="The report")
    return [first, RecommendationFactory(number="4", report=first.report)]


def answer(number="1", **changes):
    words = {"report": "report", "number": number, "account": f"Done {number}.", "remarks": ""}
    return (
        words
        | {"cites": [{"evidence": "bulletin", "where": "page 2"}], "waits_on": ["position"]}
        | changes
    )


def document(**changes):
    return {
        "organisation": "force-a",
        "source_title": "Our answers",
        "source_url": "https://force.example/answers",
        "evidence": {"bulletin": BULLETIN},
        "answers": [answer("1"), answer("4")],
    } | changes


@pytest.fixture
def load(tmp_path, capsys):
    """Load documents, or raw bytes, as a.json, b.json …; what the command said comes back."""

    def load(*contents):
        paths = [tmp_path / f"{name}.json" for name, _ in zip("abc", contents, strict=False)]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(
                content if isinstance(content, bytes) else json.dumps(content).encode()
            )
        call_command("load_answers", *paths)
        return capsys.readouterr().out

    return load


def rows():
    return [model.objects.count() for model in (ForceResponse, Update, Evidence, Citation, Event)]


def test_load_answers_publishes_each_answer_with_its_source(load, asked, force):
    load(document())

    assert list(
        Update.objects.order_by("pk").values_list(
            "response__organisation__slug", "account", "source", "source_title", "source_url"
        )
    ) == [
        ("force-a", "Done 1.", "document", "Our answers", "https://force.example/answers"),
        ("force-a", "Done 4.", "document", "Our answers", "https://force.example/answers"),
    ]
    assert [response.published.account for response in ForceResponse.objects.order_by("pk")] == [
        "Done 1.",
        "Done 4.",
    ]


def test_load_answers_cites_a_thing_named_twice_as_one_public_row(load, asked):
    load(document())

    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.title, evidence.dated, evidence.dated_on.isoformat(), evidence.is_public) == (
        "bulletin", "Bulletin", "18/03/21", "2021-03-18", True,
    )  # fmt: skip
    assert list(Citation.objects.values_list("evidence", "where")) == [(evidence.pk, "page 2")] * 2


def test_load_answers_keeps_what_an_answer_waits_for(load, asked):
    load(document(answers=[answer("1"), answer("4", waits_on=[])]))

    assert [
        [position.slug for position in update.waits_on_dependencies.all()]
        for update in Update.objects.order_by("pk")
    ] == [["position"], []]


def test_load_answers_keeps_an_account_to_the_character(load, asked):
    account = "  It's “done”.\n\n- Paragraph two \n"

    load(document(answers=[answer(account=account)]))

    assert Update.objects.get().account == account


def test_load_answers_says_what_it_did(load, asked):
    assert load(document(answers=[answer("1")])) == "1 answer kept, 0 already there.\n"
    assert load(document()) == "1 answer kept, 1 already there.\n"


def test_load_answers_again_changes_nothing(load, asked):
    load(document())
    before = rows()

    said = load(document())

    assert (said, rows()) == ("0 answers kept, 2 already there.\n", before)


def test_load_answers_reads_several_files(load, asked, other_force):
    load(document(), document(organisation="force-b"))

    assert Update.objects.count() == 4


def test_load_answers_reads_a_file_that_begins_with_a_byte_order_mark(load, asked):
    load(b"\xef\xbb\xbf" + json.dumps(document()).encode())

    assert Update.objects.count() == 2


def without(entry, key):
    return {name: value for name, value in entry.items() if name != key}


def thing(**changes):
    return document(evidence={"bulletin": BULLETIN | changes})


def second(**changes):
    return document(answers=[answer("1"), answer(**{"number": "4"} | changes)])


CITED_TWICE = [
    {"evidence": "bulletin", "where": "page 1"},
    {"evidence": "bulletin", "where": "page 2"},
]
REFUSED = {
    "a.json: the file is not UTF-8 text.": b"\xff\xfe",
    "a.json: the file is not JSON from line 2 on.": b'{"organisation":\n}',
    "a.json: the file is not JSON that can be read.": b"[" * 100_000,
    "a.json: this must be an object.": [],
    "a.json: “answers” is missing.": without(document(), "answers"),
    "a.json: “answer” is not known here.": document(answer=[]),
    "a.json: “answers” must be a list.": document(answers={}),
    "a.json: “evidence” must be an object.": document(evidence=[]),
    "a.json: there is no organisation “force-z”.": document(organisation="force-z"),
    "a.json: “source_title” is empty.": document(source_title=" "),
    "a.json: “source_url” does not fit. Enter a valid URL.": document(source_url="our site"),
    "a.json: it answers recommendation 1 of “The report” twice.": document(
        answers=[answer("1"), answer("1")]
    ),
    "a.json: it names “Bulletin” 18/03/21 twice.": document(
        evidence={"bulletin": BULLETIN, "other": BULLETIN}
    ),
    "a.json, evidence “bulletin”: “dated” is missing.": document(
        evidence={"bulletin": without(BULLETIN, "dated")}
    ),
    "a.json, evidence “bulletin”: “kind” does not fit. Value 'leaflet' is not a valid choice.": thing(
        kind="leaflet"
    ),
    "a.json, evidence “bulletin”: “title” is empty.": thing(title=""),
    "a.json, evidence “bulletin”: “dated_on” must be text.": thing(dated_on=2021),
    "a.json, evidence “bulletin”: “dated_on” is empty.": thing(dated_on=""),
    "a.json, answer 2: this must be an object.": document(answers=[answer("1"), "Done."]),
    "a.json, answer 2: “account” is missing.": document(
        answers=[answer("1"), without(answer("4"), "account")]
    ),
    "a.json, answer 2: “account” is empty.": second(account="\n "),
    "a.json, answer 2: “account” must be text.": second(account=["Done."]),
    "a.json, answer 2: “account” has a character that cannot be kept.": second(account="Done\x00."),
    "a.json, answer 2: “remarks” has a character that cannot be kept.": second(remarks="\ud800"),
    "a.json, answer 2: there is no report “reprot”.": second(report="reprot"),
    "a.json, answer 2: “report” has no recommendation 40.": second(number="40"),
    "a.json, answer 2: “number” must be text.": second(number=4),
    "a.json, answer 2: there is no evidence “plan” in this file.": second(
        cites=[{"evidence": "plan", "where": ""}]
    ),
    "a.json, answer 2: it cites evidence “bulletin” twice.": second(cites=CITED_TWICE),
    "a.json, answer 2: “where” is missing.": second(cites=[{"evidence": "bulletin"}]),
    "a.json, answer 2: there is no NPCC dependency “other”.": second(waits_on=["other"]),
}


@pytest.mark.parametrize(("sentence", "content"), REFUSED.items(), ids=REFUSED)
def test_load_answers_refuses_in_a_sentence_and_keeps_nothing(load, asked, sentence, content):
    with pytest.raises(CommandError) as refused:
        load(content)

    assert (str(refused.value), refused.value.returncode) == (sentence, 1)
    assert rows() == [0, 0, 0, 0, 0]


def test_load_answers_refuses_a_date_that_is_none(load, asked):
    with pytest.raises(
        CommandError, match=r"^a\.json, evidence “bulletin”: “dated_on” does not fit\. "
    ):
        load(thing(dated_on="18/03/21"))


def test_load_answers_refuses_what_is_too_long(load, asked):
    with pytest.raises(
        CommandError, match=r"^a\.json: “source_title” does not fit\. .*at most 300 characters"
    ):
        load(document(source_title="x" * 301))


def test_load_answers_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"^none\.json: the file cannot be read\.$"):
        call_command("load_answers", tmp_path / "none.json")


def test_load_answers_keeps_nothing_of_a_good_file_when_the_next_is_refused(load, asked):
    with pytest.raises(CommandError, match=r"^b\.json: there is no organisation"):
        load(document(), document(organisation="force-z"))

    assert rows() == [0, 0, 0, 0, 0]


def test_load_answers_keeps_nothing_when_it_cannot_finish(load, asked, other_force):
    EvidenceFactory.create_batch(2, organisation=other_force, title="Bulletin", dated="18/03/21")
    before = rows()

    with pytest.raises(Evidence.MultipleObjectsReturned):
        load(document(), document(organisation="force-b"))

    assert rows() == before
