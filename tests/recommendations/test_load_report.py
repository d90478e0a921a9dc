"""The command `load_report`: what it says, and that a malformed file is refused in words and changes nothing."""

import copy
import io
import json

import pytest
from django.core.management import CommandError, call_command

from recommendations.models import Report
from responses.management.commands import load_report
from tests.recommendations.test_loading import (
    ASKS_CHIEFS,
    FILE,
    FIRST,
    HELD,
    HOME_OFFICE,
    INNER,
    KENT,
    LIBERTY,
    NOTE,
    PART,
    REPORT,
    SECOND,
    TIE,
    data,
    entry,
    fingerprint,
    recommendation,
    with_fields,
    without,
)

pytestmark = pytest.mark.django_db

ENTRIES = {
    LIBERTY: "organisation liberty",
    KENT: "organisation kent",
    HOME_OFFICE: "organisation home-office",
    REPORT: "report r",
    FIRST: "recommendation 1 of r",
    SECOND: "recommendation 2 of r",
    ASKS_CHIEFS: "addressee chief_constables of recommendation 1 of r",
    PART: "part a of recommendation 1 of r",
    INNER: "part a.i of recommendation 1 of r",
    NOTE: "note 1 to recommendation 1 of r",
    TIE: "tie pending from recommendation 1 of r to recommendation 2 of r",
    HELD: "NPCC dependency position",
}


DEADLINE = "r.json, entry 15 (deadline 1 of recommendation 1 of r)"


def deadline(**fields):
    return entry(
        "deadline", recommendation=["r", "1"], order=1, kind="plan", origin="Printed.", **fields
    )


def missing(place, name):
    entries = copy.deepcopy(FILE)
    del entries[place]["fields"][name]
    return entries


def at(place, sentence, what=None):
    """The line that the command prints about one entry of FILE."""
    return f"r.json, entry {place + 1} ({what or ENTRIES[place]}): {sentence}"


WHOLE_FILES = {
    "UTF-16": (
        json.dumps(FILE).encode("utf-16"),
        "The file is not UTF-8 text: line 1 cannot be read. Save it as UTF-8.",
    ),
    "Latin-1": (
        b'[\n"caf\xe9"]',
        "The file is not UTF-8 text: line 2 cannot be read. Save it as UTF-8.",
    ),
    "empty": (b"", "The file is empty."),
    "only a byte order mark": (b"\xef\xbb\xbf", "The file is empty."),
    "text": (
        b"Safe to share?",
        "The file is not JSON, or it is cut short: line 1, column 1 cannot be read.",
    ),
    "XML": (b"<a/>", "The file is not JSON, or it is cut short: line 1, column 1 cannot be read."),
    "truncated": (
        b'[{"model": "recomm',
        "The file is not JSON, or it is cut short: line 1, column 12 cannot be read.",
    ),
    "two documents": (
        b"[]\n[]",
        "The file is not JSON, or it is cut short: line 2, column 1 cannot be read.",
    ),
    "a raw NUL": (
        b'["\0"]',
        "The file is not JSON, or it is cut short: line 1, column 3 cannot be read.",
    ),
    "an object": (b'{"model": 1}', "The file must hold a list of entries, between [ and ]."),
    "a number": (b"4", "The file must hold a list of entries, between [ and ]."),
    "no entries": (b"[]", "The file holds no entries."),
    "a number without end": (
        b"[" + b"9" * 5000 + b"]",
        "The file has a number that is too long to be read.",
    ),
    "too many entries": (
        b"[" + b"1," * 200_000 + b"1]",
        "The file holds more than 200,000 entries.",
    ),
    "too large": (b" " * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB."),
}
SHAPES = {
    "a list": ([], "An entry must be an object with a model and fields, between { and }."),
    "null": (None, "An entry must be an object with a model and fields, between { and }."),
    "no model": ({"fields": {}}, "The entry has no model."),
    "an unknown model": (
        {"model": "accounts.user", "fields": {}},
        'A report file cannot hold "accounts.user". It can hold recommendations.addresseegroup, '
        "recommendations.organisation, recommendations.report, recommendations.recommendation, "
        "recommendations.addressee, recommendations.deadline, recommendations.subrecommendation, "
        "recommendations.note, recommendations.tie, recommendations.unnumberedask, recommendations.reportaction, "
        "recommendations.milestone, recommendations.npccdependency.",
    ),
    "no fields": ({"model": "recommendations.note"}, "The entry has no fields, between { and }."),
    "fields in a list": (
        {"model": "recommendations.note", "fields": []},
        "The entry has no fields, between { and }.",
    ),
    "a pk": (
        {"model": "recommendations.note", "pk": 4, "fields": {}},
        "Leave out the pk: rows are known by their names and numbers.",
    ),
    "something beside": (
        {"model": "recommendations.note", "fields": {}, "feilds": {}},
        'An entry has a model and fields, and no "feilds".',
    ),
}
NOT_KEPT = "has a character that cannot be kept (a NUL, or half of a character)."
KINDS = "police_force, local_policing_body, national_body, inspectorate, designated_body, unnamed"
GROUPS = (
    "all_recipients, apcc, chief_constables, college, cps, hmicfrs, home_office, iopc, ministry_of_justice, npcc, "
    "policing_bodies"
)
NOT_A_NUMBER = "Use digits and letters; between them also full stops, hyphens, slashes, brackets or single spaces"
FIELDS = {
    "an unknown field": (with_fields(FIRST, txet="x"), [at(FIRST, 'A file cannot set "txet".')]),
    "a field of the site's own": (with_fields(FIRST, id=4), [at(FIRST, 'A file cannot set "id".')]),
    "a missing title": (missing(REPORT, "title"), [at(REPORT, '"title" is missing.')]),
    "a missing date": (missing(REPORT, "published_on"), [at(REPORT, '"published_on" is missing.')]),
    "a missing order": (missing(FIRST, "order"), [at(FIRST, '"order" is missing.')]),
    "a missing label": (missing(INNER, "label"), [at(INNER, '"label" is missing.', "part")]),
    "an empty title": (with_fields(REPORT, title=" "), [at(REPORT, '"title" is empty.')]),
    "a null title": (
        with_fields(REPORT, title=None),
        [at(REPORT, '"title" is empty. Give it, or leave it out where it may be left out.')],
    ),
    "a British date": (
        with_fields(SECOND, due_on="17/06/2021"),
        [at(SECOND, 'Enter the date as YYYY-MM-DD, not "17/06/2021" (due_on).')],
    ),
    "a date with a time": (
        with_fields(SECOND, due_on="2021-06-17T00:00:00"),
        [at(SECOND, 'Enter the date as YYYY-MM-DD, not "2021-06-17T00:00:00" (due_on).')],
    ),
    "a date as a number": (
        with_fields(SECOND, due_on=20210617),
        [at(SECOND, "Enter the date as YYYY-MM-DD, not 20210617 (due_on).")],
    ),
    "a day that is not": (
        with_fields(SECOND, due_on="2021-02-30"),
        [at(SECOND, 'There is no such day as "2021-02-30" (due_on).')],
    ),
    "a year too early": (
        with_fields(REPORT, submitted_on="1018-12-18"),
        [at(REPORT, "Enter a year from 2010 to 2100, not 1018 (submitted_on).")],
    ),
    "a year too late": (
        with_fields(SECOND, due_on="2201-06-17"),
        [at(SECOND, "Enter a year from 2010 to 2100, not 2201 (due_on).")],
    ),
    "a wrong kind": (
        with_fields(KENT, kind="police"),
        [at(KENT, f'"kind" must be one of {KINDS}, not "police".')],
    ),
    "an unknown group": (
        with_fields(ASKS_CHIEFS, group="chiefs"),
        [
            at(
                ASKS_CHIEFS,
                f"There is no group chiefs (group). It can be {GROUPS}.",
                "addressee chiefs of recommendation 1 of r",
            )
        ],
    ),
    "yes for true": (
        with_fields(FIRST, interim="yes"),
        [at(FIRST, '"interim" must be true or false, not "yes".')],
    ),
    "a number as text": (
        with_fields(FIRST, order="1"),
        [at(FIRST, '"order" must be a whole number, without quotation marks, not "1".')],
    ),
    "an order below nothing": (
        with_fields(PART, order=-1),
        [at(PART, '"order" must be a whole number, without quotation marks, not -1.')],
    ),
    "an order no database holds": (
        with_fields(PART, order=10**30),
        [at(PART, f'"order" must be a whole number, without quotation marks, not {10**30}.')],
    ),
    "true for a number": (
        with_fields(PART, order=True),
        [at(PART, '"order" must be a whole number, without quotation marks, not true.')],
    ),
    "text as an object": (
        with_fields(NOTE, text={"a": 1}),
        [at(NOTE, '"text" must be text in quotation marks, not an object.')],
    ),
    "text too long": (
        with_fields(REPORT, title="R" * 201),
        [at(REPORT, '"title" can have 200 characters; this has 201.')],
    ),
    "a NUL": (with_fields(NOTE, text="a\0b"), [at(NOTE, f'"text" {NOT_KEPT}')]),
    "half of a character": (with_fields(NOTE, text="a\ud800b"), [at(NOTE, f'"text" {NOT_KEPT}')]),
    "an address with a script": (
        with_fields(REPORT, source_url="javascript:alert(1)"),
        [at(REPORT, 'Enter a valid URL, not "javascript:alert(1)" (source_url).')],
    ),
    "a slug with a slash": (
        with_fields(HELD, slug="a/b"),
        [
            at(
                HELD,
                'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens, not "a/b" (slug).',
                "NPCC dependency",
            )
        ],
    ),
    "a number that is no address": (
        [*FILE, entry("recommendation", report=["r"], number="..", order=3, text="Do.")],
        [f'r.json, entry 15 (recommendation): {NOT_A_NUMBER}, not ".." (number).'],
    ),
}
TOGETHER = {
    "an unknown organisation": (
        with_fields(REPORT, designated_bodies=[["libety"]]),
        [at(REPORT, "There is no organisation libety (designated_bodies).")],
    ),
    "no designated body": (
        with_fields(REPORT, designated_bodies=[]),
        [at(REPORT, '"designated_bodies" is empty. Name at least one.')],
    ),
    "designated bodies that are no list": (
        with_fields(REPORT, designated_bodies="liberty"),
        [at(REPORT, '"designated_bodies" must be a list, such as [["warwickshire"]].')],
    ),
    "a designated body by its name alone": (
        with_fields(REPORT, designated_bodies=["liberty"]),
        [at(REPORT, '"designated_bodies" must be given as ["warwickshire"], not "liberty".')],
    ),
    "a force as designated body": (
        with_fields(REPORT, designated_bodies=[["kent"]]),
        [
            at(
                REPORT,
                '"designated_bodies" names organisation kent, which is not a designated body.',
            )
        ],
    ),
    "an unknown report": (
        [
            *FILE,
            entry(
                "recommendation",
                report=["s"],
                number="1",
                order=1,
                text="Do.",
                addressees_certainty="not_found",
            ),
        ],
        ["r.json, entry 15 (recommendation 1 of s): There is no report s (report)."],
    ),
    "an unknown recommendation": (
        [*FILE, entry("note", recommendation=["r", "9"], order=1, text="x")],
        [
            "r.json, entry 15 (note 1 to recommendation 9 of r): There is no recommendation 9 of r (recommendation)."
        ],
    ),
    "a recommendation by its number alone": (
        with_fields(NOTE, recommendation=["r", 1]),
        [
            at(
                NOTE,
                '"recommendation" must be given as ["safe-to-share", "4"], not ["r", 1].',
                "note",
            )
        ],
    ),
    "a key that is nested": (
        with_fields(NOTE, recommendation=[["r", "1"]]),
        [at(NOTE, '"recommendation" must be given as ["safe-to-share", "4"], not a list.', "note")],
    ),
    "a tie to nowhere": (
        with_fields(TIE, to_recommendation=["r", "9"]),
        [
            at(
                TIE,
                "There is no recommendation 9 of r (to_recommendation).",
                "tie pending from recommendation 1 of r to recommendation 9 of r",
            )
        ],
    ),
    "a tie to itself": (
        with_fields(TIE, to_recommendation=["r", "1"]),
        [
            at(
                TIE,
                "A recommendation cannot be tied to itself.",
                "tie pending from recommendation 1 of r to recommendation 1 of r",
            )
        ],
    ),
    "an unknown parent": (
        with_fields(INNER, parent=["r", "1", "z"]),
        [at(INNER, "There is no part z of recommendation 1 of r (parent).")],
    ),
    "a parent of another recommendation": (
        [
            *FILE,
            entry(
                "subrecommendation",
                recommendation=["r", "2"],
                label="b",
                order=1,
                text="x",
                parent=["r", "1", "a"],
            ),
        ],
        [
            "r.json, entry 15 (part b of recommendation 2 of r): "
            "The parent belongs to another recommendation: part a of recommendation 1 of r."
        ],
    ),
    "its own parent": (
        with_fields(PART, parent=["r", "1", "a"]),
        [at(PART, '"parent" leads back to this entry.')],
    ),
    "parents in a circle": (
        with_fields(PART, parent=["r", "1", "a.i"]),
        [
            at(PART, '"parent" leads back to this entry.'),
            at(INNER, '"parent" leads back to this entry.'),
        ],
    ),
    "carried into itself": (
        with_fields(FIRST, carried_into=["r", "1"]),
        [at(FIRST, '"carried_into" leads back to this entry.')],
    ),
    "the same number twice": (
        [*FILE, recommendation("2")],
        ["r.json, entry 15 (recommendation 2 of r): This stands already in r.json, entry 7."],
    ),
    "a recommendation that asks nobody": (
        [*FILE, recommendation("3", addressees_certainty="quoted")],
        [
            "r.json, entry 15 (recommendation 3 of r): It asks nobody. Add an addressee, or say that whom it asks is "
            'not known: "addressees_certainty": "not_found".'
        ],
    ),
    "a deadline that is counted wrongly": (
        [*FILE, deadline(rule="days", amount=56, due_on="2021-02-12")],
        [f"{DEADLINE}: 56 days from publication is 2021-02-11, not 2021-02-12 (due_on)."],
    ),
    "a deadline in months without a number": (
        [*FILE, deadline(rule="months")],
        [f"{DEADLINE}: A deadline in months says how many (amount)."],
    ),
    "a deadline in days that never end": (
        [*FILE, deadline(rule="days", amount=2_000_000_000)],
        [f"{DEADLINE}: A deadline has 3,650 days or months at most (amount)."],
    ),
    "a deadline on no day": (
        [*FILE, deadline(rule="day")],
        [f"{DEADLINE}: A deadline on a day has that day (due_on)."],
    ),
    "a deadline at once with an amount": (
        [*FILE, deadline(rule="at_once", amount=1)],
        [f"{DEADLINE}: Only a deadline in days or months has an amount (amount)."],
    ),
    "due immediately and on a day": (
        with_fields(SECOND, due_at_once=True),
        [at(SECOND, "It is due immediately, so that it has no other day (due_on).")],
    ),
    "two in one place": (
        with_fields(SECOND, order=1),
        [
            at(FIRST, "The place 1 is that of recommendation 2 of r too (order)."),
            at(SECOND, "The place 1 is that of recommendation 1 of r too (order)."),
        ],
    ),
    "an addressee that names nobody": (
        with_fields(ASKS_CHIEFS, group=None),
        [
            at(
                ASKS_CHIEFS,
                "It names nobody. Give a group or an organisation.",
                "addressee  of recommendation 1 of r",
            )
        ],
    ),
    "an addressee that names two": (
        with_fields(ASKS_CHIEFS, organisation=["kent"]),
        [
            at(
                ASKS_CHIEFS,
                "It names a group and an organisation. Make two entries of it.",
                "addressee chief_constables and kent of recommendation 1 of r",
            )
        ],
    ),
    "the same tie twice": (
        [*FILE, FILE[TIE]],
        [f"r.json, entry 15 ({ENTRIES[TIE]}): This stands already in r.json, entry 13."],
    ),
    "the same name twice": (
        with_fields(KENT, name="Home Office"),
        [
            at(KENT, '"Home Office" (name): organisation home-office is called that already.'),
            at(HOME_OFFICE, '"Home Office" (name): organisation kent is called that already.'),
        ],
    ),
    "a force that holds a force": (
        with_fields(KENT, force=["essex"]),
        [at(KENT, "Only a local policing body has a force.")],
    ),
    "a body whose force is no force": (
        with_fields(KENT, kind="local_policing_body", force=["home-office"]),
        [at(KENT, '"force" names organisation home-office, which is not a police force.')],
    ),
    "a last day before the first": (
        with_fields(KENT, first_on="1974-04-01", last_on="1857-01-01"),
        [at(KENT, "The last day is before the first day.")],
    ),
    "a report published before it is submitted": (
        with_fields(REPORT, submitted_on="2020-12-18"),
        [at(REPORT, "The report is published before it is submitted.")],
    ),
    "a deadline before the report": (
        with_fields(SECOND, due_on="2020-12-16"),
        [
            at(
                SECOND,
                "The deadline, 2020-12-16, is before the report is published, 2020-12-17 (due_on).",
            )
        ],
    ),
    "a deadline without words": (
        missing(SECOND, "due_in_words"),
        [
            at(
                SECOND,
                "There is a deadline, and no words that say where it comes from (due_in_words).",
            )
        ],
    ),
    "no text": (
        missing(FIRST, "text"),
        [at(FIRST, 'There is no text. Say so with "text_held": "not_held".')],
    ),
    "text that is not held": (
        with_fields(FIRST, text_held="not_held"),
        [at(FIRST, 'There is text, and "text_held" says that none is held.')],
    ),
    "a settled dependency without its day": (
        with_fields(HELD, state="settled"),
        [
            at(
                HELD,
                "A settled dependency has the day it was settled on, and no other has one (settled_on).",
            )
        ],
    ),
    "a dependency settled too early": (
        with_fields(HELD, state="settled", awaited_since="2021-05-01", settled_on="2021-04-01"),
        [at(HELD, "The dependency is settled before it is awaited (settled_on).")],
    ),
    "what the same file leaves out": (
        without(SECOND),
        [
            "r.json, entry 8 (addressee home_office of recommendation 2 of r): "
            "There is no recommendation 2 of r (recommendation).",
            "r.json, entry 12 (tie pending from recommendation 1 of r to recommendation 2 of r): "
            "There is no recommendation 2 of r (to_recommendation).",
        ],
    ),
}
MALFORMED = [
    *(
        (name, content, [f"r.json: {sentence}"])
        for name, (content, sentence) in WHOLE_FILES.items()
    ),
    *(
        (name, data([*FILE, raw]), [f"r.json, entry 15: {sentence}"])
        for name, (raw, sentence) in SHAPES.items()
    ),
    *((name, data(entries), lines) for name, (entries, lines) in (FIELDS | TOGETHER).items()),
    (
        "a field twice",
        data(FILE).replace(b'"text": "A note."', b'"text": "A note.", "text": "Another."'),
        [at(NOTE, '"text" stands twice in this entry.')],
    ),
]


@pytest.fixture
def load(tmp_path):
    """Run the command on one file with this content; what it says on stdout, on stderr, and as its last word."""

    def run(content, *options):
        path, out, err = tmp_path / "r.json", io.StringIO(), io.StringIO()
        path.write_bytes(content)
        try:
            call_command("load_report", str(path), *options, stdout=out, stderr=err)
        except CommandError as error:
            return (
                out.getvalue().splitlines(),
                err.getvalue().splitlines(),
                (error.returncode, str(error)),
            )
        return out.getvalue().splitlines(), err.getvalue().splitlines(), (0, "")

    return run


@pytest.mark.parametrize(
    ("content", "lines"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED]
)
def test_a_malformed_file_is_refused_with_its_entry_and_changes_nothing(load, content, lines):
    load(data(FILE))
    before = fingerprint()

    out, err, end = load(content)

    assert (out, _without_fellows(err, lines), end) == ([], lines, (1, "Nothing was changed."))
    assert fingerprint() == before


def _without_fellows(err, lines):
    """A broken key leaves other entries without what they point at; they say so too, and that is not at issue."""
    return [line for line in err if line in lines or ": There is no " not in line]


def test_load_report_says_what_it_did(load):
    load(data(FILE))
    entries = [
        *with_fields(FIRST, text="Do that.")[:NOTE],
        FILE[TIE],
        FILE[HELD],
        recommendation("3"),
    ]

    said = load(data(entries))

    assert said == (
        [
            "Created: 1",
            "  r.json, entry 14 (recommendation 3 of r)",
            "Changed: 1",
            "  r.json, entry 6 (recommendation 1 of r): text",
            "Removed: 1",
            "  r.json (note 1 to recommendation 1 of r)",
            "Left as it is: 12",
            "Answers expected: 0 more",
        ],
        [],
        (0, ""),
    )


def test_a_dry_run_says_that_nothing_was_changed(load):
    before = fingerprint()

    out, err, end = load(data(FILE[:2]), "--dry-run")

    assert out == [
        "Would be created: 2",
        "  r.json, entry 1 (organisation liberty)",
        "  r.json, entry 2 (organisation kent)",
        "Would be changed: 0",
        "Would be removed: 0",
        "Left as it is: 0",
        "Answers expected: 0 more",
        "Nothing was changed.",
    ]
    assert (err, end, fingerprint()) == ([], (0, ""), before)


def test_load_report_counts_the_answers_that_are_expected_no_more(load):
    load(data(FILE))

    out, _, _ = load(data(without(ASKS_CHIEFS)))

    assert out[-2:] == ["Answers expected: 0 more", "Answers expected no more: 2"]


def test_a_long_file_shows_its_progress_every_five_per_cent(load):
    many = [recommendation(str(number)) for number in range(3, 10_003)]

    _, err, _ = load(data([*FILE, *many]))

    percents = [int(line.removesuffix(" % done")) for line in err]
    steps = [later - earlier for earlier, later in zip([0, *percents], percents, strict=False)]
    assert (min(steps) >= 5, max(steps) < 10, percents[-1] > 94) == (True, True, True)


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "none.json"

    with pytest.raises(
        CommandError, match=r"none\.json: The file cannot be read: no such file or directory"
    ):
        call_command("load_report", str(path))


def test_one_broken_file_of_two_stops_both(tmp_path):
    (tmp_path / "good.json").write_bytes(data(FILE))
    (tmp_path / "broken.json").write_bytes(b"[")

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command(
            "load_report",
            str(tmp_path / "good.json"),
            str(tmp_path / "broken.json"),
            stderr=io.StringIO(),
        )

    assert not Report.objects.exists()


def test_an_endless_file_is_read_no_further_than_the_limit(tmp_path):
    err = io.StringIO()

    with pytest.raises(CommandError):
        call_command("load_report", "/dev/zero", stderr=err)

    assert err.getvalue() == "zero: The file is larger than 20 MB.\n"
    assert load_report.LIMIT == 20 * 1024 * 1024
