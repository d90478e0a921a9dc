"""Shapes that published answers come in, each in an invented document: what is proposed, and nothing else."""

import docx
import pytest

from tests.helpers.documents import FORMATS, saved

pytestmark = pytest.mark.django_db

STALKING = {"report": "police-response-to-stalking"}
MIDSHIRE = {"organisation": "northamptonshire", "called": ["Midshire Police"]}


def told(found):
    """(number or part, words, day, position, progress) of each proposal, on one line."""
    return [
        (
            str(one.part or one.recommendation),
            " ".join(one.words.split()),
            one.said_on,
            one.position,
            one.progress,
        )
        for one in found.proposals
    ]


def short(found):
    return [row[:2] for row in told(found)]


def test_parts_alone_on_a_line_above_their_labels(propose):
    document = (
        "Stalking plan\n\n7.1\nForce update\nBid made.\n\n7.2\nForce update\nNot yet.\n\n"
        "10\nForce update\nWritten.\n"
    )

    assert short(propose(document, **STALKING)) == [
        ("7.1", "Bid made."),
        ("7.2", "Not yet."),
        ("10", "Written."),
    ]


def test_questions_with_their_answers(propose):
    document = (
        "Q. What has the force done about recommendation 1?\nA. The force has stopped.\n\n"
        "Q. What about recommendation 4?\nA. A pathway is being designed.\n"
    )

    assert short(propose(document)) == [
        ("1", "The force has stopped."),
        ("4", "A pathway is being designed."),
    ]


def test_details_on_lines_of_their_own(propose):
    document = (
        "Recommendation 1\nPosition: Accepted\nProgress: Complete\nOfficers no longer share.\n\n"
        "Recommendation 4\nForce response\nWe accept this recommendation.\n"
        "Date\n4 May 2021\nOwner\nACC Smith\nStatus\nOngoing\n"
    )

    assert told(propose(document)) == [
        ("1", "Officers no longer share.", None, "accepted", "complete"),
        ("4", "We accept this recommendation.", "2021-05-04", "accepted", "in_progress"),
    ]


def test_position_in_a_line_of_its_own_is_part_of_the_answer(propose):
    document = (
        "Published 4 June 2021\n\nRecommendation 1\nAccepted\n"
        "We changed it.\n\nRecommendation 4\nNot accepted\nToo costly.\n"
    )

    assert told(propose(document)) == [
        ("1", "Accepted We changed it.", "2021-06-04", "accepted", None),
        ("4", "Not accepted Too costly.", "2021-06-04", "not_accepted", None),
    ]


def test_label_that_names_the_recommendation(propose):
    document = (
        "Our response to recommendation 1\n\nWe stopped.\n\n"
        "Our response to recommendation 4\n\nWe are at work.\n"
    )

    assert short(propose(document)) == [("1", "We stopped."), ("4", "We are at work.")]


def test_number_with_addressee_and_without_the_word(propose):
    document = (
        "1. To chief constables\nStop sharing.\nResponse: Stopped.\n\n"
        "4. To chief constables\nResponse: Begun.\n"
    )

    assert short(propose(document)) == [("1", "Stopped."), ("4", "Begun.")]


def test_numbered_paragraphs_that_go_on(propose):
    document = (
        "1.1 The Constabulary welcomes the report.\n"
        "1.2 Recommendation 1. The Constabulary accepts this recommendation.\n"
        "1.3 Officers were told.\n"
        "1.4 Recommendation 4. We accept this recommendation in part.\n1.5 Pathways exist.\n\n"
        "2. CONCLUSION\n2.1 We will report again.\n"
    )

    assert short(propose(document)) == [
        ("1", "The Constabulary accepts this recommendation. Officers were told."),
        ("4", "We accept this recommendation in part. Pathways exist."),
    ]


def test_letter_that_turns_from_one_recommendation_to_the_next(propose):
    document = (
        "Dear Chief Inspector\n\n"
        "We accept recommendations 7 and 10. Recommendation 16 is not accepted: it is for others.\n\n"
        "With regard to recommendation 25, we work with partners.\n\nYours sincerely\nA Person\n"
    )

    found = propose(document, **STALKING)

    assert [(row[0], row[3]) for row in told(found)] == [
        ("7", "accepted"),
        ("10", "accepted"),
        ("16", "not_accepted"),
        ("25", None),
    ]


def test_two_dated_updates_below_one_heading(propose):
    document = (
        "## Rec. 1 | Chief Constables\n**Ask:** stop sharing.\n**Our update (17/06/2021):** We stopped.\n"
        "**Our update (17/12/2021):** Still so. This recommendation is now complete.\n"
    )

    assert told(propose(document, "a.md")) == [
        ("1", "We stopped.", "2021-06-17", None, None),
        ("1", "Still so. This recommendation is now complete.", "2021-12-17", None, "complete"),
    ]


def test_table_with_a_row_for_each_recommendation(propose):
    document = (
        "Ref,Recommendation,Update June 2021,Status,Lead\nR1,Stop sharing,We stopped.,Complete,ACC\n"
        "R4,Pathways,Being built.,In progress,Supt\nR5,Confidence,,Not started,Supt\n"
    )

    found = propose(document, "a.csv")

    assert told(found) == [
        ("1", "We stopped.", "2021-06", None, "complete"),
        ("4", "Being built.", "2021-06", None, "in_progress"),
    ]
    assert "empty-answer" in {oddity.tag for oddity in found.oddities}


def test_table_whose_rows_are_of_several_reports(propose):
    document = (
        "Super-complaint,Rec,Force position,Narrative,Date\nSafe to share?,1,Accept,Order sent,01/02/2021\n"
        "Safe to share?,4,Partially accept,Two pathways,01/02/2021\n"
        "Police response to stalking,7,Accept,Other,01/02/2025\n"
    )

    found = propose(document, "a.csv")

    assert told(found) == [
        ("1", "Order sent", "2021-02-01", "accepted", None),
        ("4", "Two pathways", "2021-02-01", "accepted_in_part", None),
    ]
    assert "other-report" in {oddity.tag for oddity in found.oddities}


def test_keys_and_values_with_the_number_as_a_value(propose):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for key, value in [
        ("Recommendation", "7"),
        ("Recommendation text", "By 27 March 2025, chief constables should ask."),
        ("Response", "We accept this recommendation."),
        ("Date of response", "22 November 2024"),
        ("Recommendation", "10"),
        ("Response", "Reviewed."),
    ]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = key, value

    assert told(propose(saved(document), "a.docx", **STALKING)) == [
        ("7", "We accept this recommendation.", "2024-11-22", "accepted", None),
        ("10", "Reviewed.", None, None, None),
    ]


def test_two_columns_of_numbers_and_answers_without_a_head(propose):
    document = (
        "<table><tr><td>Recommendation 1</td><td>We stopped.</td></tr>"
        "<tr><td>Recommendation 4</td><td>Begun.</td></tr></table>"
    )

    assert short(propose(document, "a.html")) == [("1", "We stopped."), ("4", "Begun.")]


def test_number_alone_as_a_key(propose):
    document = (
        "<table><tr><td>7.1</td><td>We asked for it.</td></tr>"
        "<tr><td>7.2</td><td>We search weekly.</td></tr></table>"
    )

    assert short(propose(document, "a.html", **STALKING)) == [
        ("7.1", "We asked for it."),
        ("7.2", "We search weekly."),
    ]


def test_table_without_numbers_is_matched_by_its_wording(propose, registers):
    ask = registers["safe-to-share", "cheshire"].asked["5"].text
    document = f'Recommendation,Our response\n"{ask}",A film was made.\n'

    assert short(propose(document, "a.csv")) == [("5", "A film was made.")]


def test_joint_answer_gives_each_its_own(propose):
    document = (
        "Joint response\n\nRecommendation 5\nChief Constable’s response\nWe made a film.\n"
        "Commissioner’s response\nI paid for it.\nJoint response\nWe show it together.\n"
    )

    assert short(propose(document, **MIDSHIRE)) == [
        ("5", "We made a film."),
        ("5", "We show it together."),
    ]
    assert short(propose(document, organisation="northamptonshire-policing-body")) == [
        ("5", "I paid for it."),
        ("5", "We show it together."),
    ]


def test_site_around_the_words_is_no_answer(propose):
    document = (
        "<nav><a href=/>Recommendation 4</a></nav><div class=cookie-banner><p>We accept cookies.</p></div>"
        "<h2>Recommendation 1</h2><p>Force response: Stopped.</p><p>If you are in danger call 999.</p>"
        "<h2>Contact us</h2><p>Email us.</p><footer>Recommendation 8: response</footer>"
    )

    assert short(propose(document, "a.html")) == [("1", "Stopped.")]


def test_list_after_an_answer_is_part_of_it(propose):
    document = (
        "Recommendation 4\nForce response\nIt has two points:\n- one;\n- two.\nThat is all.\n"
    )

    assert short(propose(document)) == [("4", "It has two points: - one; - two. That is all.")]


def test_words_below_a_heading_inside_an_answer_are_left_out_and_pointed_out(propose):
    document = (
        "<h2>Recommendation 1</h2><h3>Our response</h3><p>First.</p><h4>Detail</h4><p>Second.</p>"
    )

    found = propose(document, "a.html")

    assert short(found) == [("1", "First.")]
    assert "left-out" in {oddity.tag for oddity in found.oddities}


ANSWERS = {
    "1": "The order went out in March.",
    "4": "Pathways are being drawn.",
    "5": "A film was made for them.",
}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    "numbers", [("1", "4", "5"), ("5", "1", "4"), ("4", "5", "8"), ("2", "3", "6")]
)
@pytest.mark.parametrize(
    "heading",
    [
        "Recommendation {}. To chief constables",
        "RECOMMENDATION {}",
        "Rec {}:",
        "Theme (recommendation {})",
    ],
)
def test_results_follow_when_a_document_is_renumbered_reordered_and_retyped(
    propose, ending, numbers, heading
):
    lines = []
    for number, words in zip(numbers, ANSWERS.values(), strict=True):
        lines += [f"# {heading.format(number)}", "", "# Force response", "", words, ""]

    found = propose(FORMATS[ending](lines), f"a{ending}")

    assert short(found) == list(zip(numbers, ANSWERS.values(), strict=True))


@pytest.mark.parametrize(
    "label",
    [
        "Force response",
        "FORCE RESPONSE:",
        "Our reply",
        "Update",
        "What we have done",
        "Response of the force",
    ],
)
def test_labels_of_many_kinds_open_an_answer(propose, label):
    assert short(propose(f"Recommendation 1\nStop sharing.\n{label}\nWe stopped.\n")) == [
        ("1", "We stopped.")
    ]


def test_document_that_answers_nothing_says_why(propose):
    assert (
        "could not be"
        in propose("By 27 March 2025, chief constables should act.\n\nWe did.", **STALKING).nothing
    )
    assert propose("A press release.\n\nWe accept all of the recommendations.").nothing.startswith(
        "The document has one"
    )
    assert propose("Nothing here.").nothing.startswith("No words were found")
    assert propose("Recommendation 11\nForce response\nDone.").nothing.startswith("The numbers")
    assert (
        propose("Recommendation 1\nForce response\n").nothing == "The places for answers are empty."
    )
