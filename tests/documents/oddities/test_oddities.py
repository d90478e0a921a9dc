"""What is odd about a document, by tag."""

import datetime
from dataclasses import replace

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags(propose):
    def tags(document, name="a.txt", **about):
        return {oddity.tag for oddity in propose(document, name, **about).oddities}

    return tags


def answered(*rows):
    return "\n\n".join(
        f"Recommendation {number}\nForce response\n{words}" for number, words in rows
    )


ALL = (("1", "First words."), ("4", "Second words."), ("5", "Third words."), ("8", "Fourth words."))


def test_plain_document_has_nothing_odd(tags):
    assert tags(answered(*ALL)) == set()


def test_number_that_is_not_answered_is_missing(tags):
    assert tags(answered(*ALL[:3])) == {"number-missing"}


def test_number_that_comes_twice_is_doubled(tags):
    assert "number-doubled" in tags(answered(*ALL, ("5", "Other words.")))


def test_number_of_no_recommendation_is_unknown(propose):
    found = propose(answered(*ALL, ("11", "More words.")))

    assert "number-unknown" in {oddity.tag for oddity in found.oddities}
    assert "11" not in {one.recommendation for one in found.proposals}


@pytest.mark.parametrize(
    "words",
    [
        "In November 2018 it was sent. Following this, guidance came out on 04/01/18.",
        "The order of 18 December 2020 replaced one of March 2021.",
        "Work began in September 2021 and was finished in August 2021.",
        "In May 2021 it was asked. It was said on 3 June 2021. After this, on 1 April 2021, it was done.",
    ],
)
def test_dates_that_cannot_be_in_that_order(tags, words):
    assert "dates-out-of-order" in tags(answered(*ALL[1:], ("1", words)))


@pytest.mark.parametrize(
    "words",
    [
        "In November 2018 it was sent. Following this, guidance came out on 04/01/19.",
        "The order of 18 April 2021 replaced one of March 2021.",
        "Work began in August 2021 and was finished in September 2021.",
        "We met on 3 June 2021 and on 1 May 2021.",
    ],
)
def test_dates_that_can_be_in_that_order(tags, words):
    assert "dates-out-of-order" not in tags(answered(*ALL[1:], ("1", words)))


def test_answer_dated_before_its_report(tags):
    document = "Recommendation 1\nForce response (4 February 2020)\nNothing.\n"

    assert "dates-out-of-order" in tags(document)


@pytest.mark.parametrize(
    "document",
    [
        "Date of response: 31 June 2021\n\nRecommendation 1\nForce response\nDone.\n",
        "Recommendation 1\nForce response (31/06/2021)\nDone.\n",
        "Recommendation 1\nForce response\nDone on 31 June 2021.\n",
    ],
)
def test_day_that_does_not_exist_is_pointed_out_and_left_empty(propose, document):
    found = propose(document)

    assert "date-impossible" in {oddity.tag for oddity in found.oddities}
    assert [one.said_on for one in found.proposals] == [None]


def test_two_days_of_a_document(tags):
    document = (
        "Published 27 January 2023\n\n30 December 2022\n\nRecommendation 1\nForce response\nDone.\n"
    )

    assert "two-dates" in tags(document)


def test_words_that_several_answers_share(tags):
    clause = "Any further step awaits the approach that others are to outline in the coming year."

    assert "shared-words" in tags(answered(("1", f"One. {clause}"), ("4", f"Another. {clause}")))
    assert "shared-words" in tags(
        answered(("1", "The very same words stand here."), ("4", "The very same words stand here."))
    )


def test_answer_that_waits_proposes_the_dependency(propose):
    found = propose(answered(("1", "A further step awaits the NPCC leads.")))

    assert "Proposed dependency: Consistent national position." in [
        oddity.sentence.partition(". ")[2] for oddity in found.oddities if oddity.tag == "waiting"
    ]


def test_condition_qualifies_an_acceptance(tags):
    assert "qualified-acceptance" in tags(
        answered(("1", "We accept this recommendation subject to funding."))
    )


def test_other_force_that_acts_is_pointed_out(tags):
    assert "other-body" in tags(answered(("1", "Northford Police has a protocol.")))
    assert "other-body" not in tags(answered(("1", "We met officers of Northford Police.")))
    assert "other-body" in tags("Northford Police\nOur plan\n\n" + answered(("1", "Done.")))
    assert "other-body" not in tags(
        "Exampleshire Constabulary\nOur plan\n\n" + answered(("1", "Done."))
    )


def test_answers_of_another_body_alone_are_none_of_ours(propose):
    found = propose("Recommendation 1\nNPCC response:\nDone.\n")

    assert found.proposals == []
    assert found.nothing.startswith("The document holds answers of another body")


def test_answer_for_all_forces_is_not_one_forces_own(propose):
    found = propose("On behalf of all 43 forces.\n\nRecommendation 1\nResponse\nDone.\n")

    assert found.proposals == []
    assert {"answers-for-all", "other-body"} <= {oddity.tag for oddity in found.oddities}


@pytest.mark.parametrize(
    ("words", "is_misnamed"),
    [
        ("Safe to Report, published on 17 December 2020.", True),
        ("Safe to share?, published on 17 December 2021.", True),
        ("Safe to share?, published on 17 December 2020.", False),
    ],
)
def test_report_under_a_wrong_name_or_day(tags, words, is_misnamed):
    assert ("report-misnamed" in tags(f"Thank you for {words}\n\n{answered(*ALL)}")) is is_misnamed


def test_ask_that_is_not_worded_as_in_the_register(tags, registers):
    ask = registers["safe-to-share", "cheshire"].asked["5"].text
    changed = ask.replace("promote", "consider whether to promote")

    assert "ask-differs" not in tags(f"Recommendation 5\n{ask}\nForce response\nDone.")
    assert "ask-differs" in tags(f"Recommendation 5\n{changed}\nForce response\nDone.")
    assert "ask-differs" in tags(f"Recommendation 4\n{ask}\nForce response\nDone.")


def test_ask_without_an_answer(tags, registers):
    ask = registers["safe-to-share", "cheshire"].asked["5"].text

    assert "unanswered" in tags(f"Recommendation 5\n{ask}\n\n{answered(*ALL[:2])}")


def test_deadline_before_the_report_or_unlike_the_others(tags):
    table = "Rec,Response,Target date\n7,Done.,{}\n10,Done.,27/03/25\n16,Done.,27/03/25\n"
    stalking = {"report": "police-response-to-stalking"}

    assert "deadline-differs" not in tags(table.format("27/03/25"), "a.csv", **stalking)
    assert "deadline-differs" in tags(table.format("27/03/24"), "a.csv", **stalking)
    assert "deadline-differs" in tags(table.format("27/03/26"), "a.csv", **stalking)


def test_deadline_unlike_the_registers(registers):
    from documents import readers
    from documents.proposals import making as proposals

    held = registers["safe-to-share", "cheshire"]
    asked = replace(held.asked["8"], due_on=datetime.date(2021, 6, 17))
    held = replace(held, asked={**held.asked, "8": asked})
    reading = readers.read("a.csv", b"Rec,Response,Deadline\n8,Done.,17 June 2022\n1,Done.,\n")

    assert "deadline-differs" in {oddity.tag for oddity in proposals.of(reading, held).oddities}


def test_recommendations_of_a_paper_and_of_inspections_are_pointed_out(tags):
    assert "not-the-report" in tags(
        "2.1 Recommendation 1: that the Board notes the report.\n\n" + answered(*ALL)
    )
    assert "not-the-report" in tags(
        "Area for improvement 2: calls\n\nForce response: Faster.\n\n" + answered(*ALL)
    )


def test_body_that_the_report_does_not_ask(tags):
    assert "not-asked" in tags(answered(("1", "Done.")), organisation="btp")
    noted = "Recommendation 1\nResponse\nNoted.\n"
    assert "not-asked" in tags(noted, organisation="cheshire-policing-body")


def test_welsh_beside_english_is_one_answer(propose):
    document = "Argymhelliad 1\n\nYmateb yr heddlu\n\nGwnaed.\n\nRecommendation 1\n\nForce response\n\nDone.\n"

    found = propose(document)

    assert [one.words for one in found.proposals] == ["Done."]
    assert "two-languages" in {oddity.tag for oddity in found.oddities}


def test_welsh_alone_is_proposed(propose):
    assert [
        one.words for one in propose("Argymhelliad 1\n\nYmateb yr heddlu\n\nGwnaed.\n").proposals
    ] == ["Gwnaed."]


def test_page_that_only_links_says_what_it_links_to(propose):
    links = "<ul><li><a href=/a.pdf>Our response (PDF)</a></li></ul>"
    page = f"<main>{links}<h2>Recommendation 1</h2><p>See the document above.</p></main>"

    found = propose(page, "a.html")

    assert found.proposals == []
    assert found.nothing == "Nothing to read in: it links to “Our response (PDF)”."


def test_colour_without_words(tags):
    table = "Rec,Response,RAG\n1,Done.,{}\n"

    assert "colour-only" in tags(table.format("Green"), "a.csv")
    assert "colour-only" in tags(table.format(""), "a.csv")
    assert "colour-only" not in tags(table.format("Green – complete"), "a.csv")


def test_number_that_a_spreadsheet_made_a_day_cannot_be_read(tags):
    assert "number-unreadable" in tags("Rec no,Response\n07-Jan,Done.\n10,Done.\n", "a.csv")
