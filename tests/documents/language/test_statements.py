"""Position, progress and waiting: only what the words state."""

import pytest

from documents.language import statements
from documents.proposals.register import Organisation

FORCE = Organisation("force", ("Exampleshire Constabulary",))
COMMISSIONER = Organisation("pcc", ("The PCC",), "local_policing_body", "policing_bodies")

POSITIONS = {
    "We accept this recommendation. It is done.": "accepted",
    "We accept the recommendation in full.": "accepted",
    "The Constabulary accepts recommendation 4 and goes on.": "accepted",
    "All 43 forces accept this recommendation.": "accepted",
    "Accepted. See the plan.": "accepted",
    "Accepted\n\nWe changed the policy.": "accepted",
    "Recommendation 4 is accepted: work goes on.": "accepted",
    "This recommendation has been accepted.": "accepted",
    "We accept.": "accepted",
    "We accept this recommendation and we partially comply.": "accepted",
    "Recommendation 4 is accepted in part.": "accepted_in_part",
    "We partially accept this recommendation.": "accepted_in_part",
    "Accepted in part. The rest is for others.": "accepted_in_part",
    "We accept this recommendation. We accept it in part.": "accepted_in_part",
    "Not accepted. It is for local people.": "not_accepted",
    "We do not accept recommendation 4.": "not_accepted",
    "We cannot accept this recommendation.": "not_accepted",
    "The force rejects this recommendation.": "not_accepted",
    "Recommendation 4 is not accepted: it is for others.": "not_accepted",
    "We comply with the expectations.": None,
    "We partially comply.": None,
    "We support and welcome this recommendation.": None,
    "Noted.": None,
    "Accepted in principle, subject to resources.": None,
    "Chief constables accept this recommendation with one reservation.": None,
    "We accept that our policy was silent.": None,
    "We do not accept that a blanket rule is workable.": None,
    "We will decide whether to accept this recommendation.": None,
    "Do we accept this recommendation?": None,
    "The NPCC accepts this recommendation.": None,
    "We accept recommendation 7.": None,
    "The charity wrote “we accept this recommendation” to us.": None,
    "We accept this recommendation. We do not accept this recommendation.": None,
    "It is not for us to accept this recommendation.": None,
    "Staff accept cookies.": None,
}


@pytest.mark.parametrize("words", POSITIONS)
def test_position_is_what_the_words_state(words):
    stated = statements.position(words, ["4"], FORCE)

    assert (stated.value if stated else None) == POSITIONS[words]


def test_commissioner_may_speak_of_the_commissioner():
    words = "The Commissioner accepts this recommendation."

    assert statements.position(words, ["5"], COMMISSIONER).value == "accepted"
    assert statements.position(words, ["5"], FORCE) is None


PROGRESS = {
    "This recommendation is complete.": "complete",
    "Change delivered in January. Complete.": "complete",
    "Recommendation 4 remains in progress. Posters are printed.": "in_progress",
    "The force accepts it and regards the work as in progress.": "in_progress",
    "Status: in progress.": "in_progress",
    "Implementation is in progress.": "in_progress",
    "Not started.": "not_started",
    "Awaiting allocation.": "awaiting_allocation",
    "Training for 1,200 staff is complete.": None,
    "The review has been completed.": None,
    "Work is in progress on five points. The sixth has not been started.": None,
    "We hope this recommendation is complete.": None,
    "Recommendation 7 remains in progress.": None,
    "Complete. Not started.": None,
    "Implementation is a matter for our partners in the county.": None,
    "This recommendation is in progress on two points.": None,
    "This recommendation is important.": None,
}


@pytest.mark.parametrize("words", PROGRESS)
def test_progress_is_what_the_words_state(words):
    stated = statements.progress(words, ["4"])

    assert (stated.value if stated else None) == PROGRESS[words]


STATUSES = {
    "Action complete": ("complete", False),
    "Ongoing": ("in_progress", False),
    "Amber – in progress": ("in_progress", False),
    "Green (complete)": ("complete", False),
    "Awaiting NPCC guidance": ("waiting", False),
    "To be allocated": ("awaiting_allocation", False),
    "Pending sign off": ("", False),
    "Closed?": ("", False),
    "Not complete": ("", False),
    "Not applicable": ("", False),
    "Green": ("", True),
    "G": ("", True),
    "": ("", False),
}


@pytest.mark.parametrize("words", STATUSES)
def test_status_is_read_and_a_colour_alone_is_none(words):
    assert statements.status(words) == STATUSES[words]


def test_colour_that_the_document_explains_is_a_status():
    key = statements.colour_key(["Key", "G = complete; A = in progress"])

    assert statements.status("G", key) == ("complete", False)
    assert statements.status("Amber", key) == ("in_progress", False)
    assert statements.status("Red", key) == ("", True)


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("Work awaits the approach outlined by the NPCC leads in these areas.", "NPCC leads"),
        ("We are waiting for the College of Policing to publish it.", "College of Policing"),
        ("This is pending the outcome of recommendation 2.", "recommendation 2"),
        ("We are waiting for nobody.", ""),
    ],
)
def test_answer_that_waits_says_for_whom(words, whom):
    assert statements.waits_for(words) == whom


@pytest.mark.parametrize(
    ("words", "is_mixed"),
    [
        ("We do not accept that it is needed. We accept that victims should be told.", True),
        ("We do not accept it.", False),
        ("We accept it.", False),
    ],
)
def test_one_element_accepted_and_another_not_is_mixed(words, is_mixed):
    assert statements.is_mixed(words) is is_mixed
