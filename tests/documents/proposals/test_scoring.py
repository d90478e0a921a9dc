"""The scorer: what is right, missed and wrong."""

from documents.proposals.scoring import score, totals


def proposal(**changes):
    words = {
        "recommendation": "1",
        "part": "",
        "words": "Done.",
        "said_on": None,
        "position": None,
        "progress": None,
    }
    return words | changes


def run(**changes):
    return {"file": "a.txt", "proposals": [proposal()], "nothing": False, "oddities": []} | changes


def answer(*proposals, nothing="", oddities=()):
    return {"proposals": list(proposals), "nothing": nothing, "oddities": list(oddities)}


def test_equal_words_are_right_whatever_their_white_space_and_bullets():
    assert score(run(), answer(proposal(words="\u00adDone.\n"))).is_perfect
    assert score(
        run(proposals=[proposal(words="a - b")]), answer(proposal(words="a\n\n• b"))
    ).is_perfect


def test_proposal_with_another_field_is_wrong_and_the_expected_one_is_missed():
    result = score(run(), answer(proposal(position="accepted")))

    assert (len(result.missed), len(result.wrong)) == (1, 1)


def test_either_value_is_right():
    either = [{"proposal": 0, "field": "progress", "values": [None, "complete"]}]

    assert score(run(either=either), answer(proposal(progress="complete"))).is_perfect


def test_allowed_proposal_is_neither_missed_nor_wrong():
    expected = run(allowed=[proposal(recommendation="2")])

    assert score(expected, answer(proposal())).is_perfect
    assert score(expected, answer(proposal(), proposal(recommendation="2"))).is_perfect


def test_other_list_is_as_right_as_the_first():
    expected = run(proposals=[], nothing=True, instead=[[proposal()]])

    assert score(expected, answer(proposal())).is_perfect
    assert score(expected, answer(nothing="Nothing.")).is_perfect
    assert not score(expected, answer(proposal(), nothing="Nothing.")).is_perfect


def test_nothing_must_be_said_and_must_not_be_said():
    assert score(run(proposals=[], nothing=True), answer()).nothing
    assert score(run(), answer(proposal(), nothing="Nothing.")).nothing
    assert not score(run(proposals=[], nothing=None), answer()).nothing


def test_oddities_are_compared_by_tag():
    expected = run(oddities=[{"tag": "waiting"}], must_not=[{"tag": "joint"}])

    result = score(expected, answer(proposal(), oddities=["joint: two of them"]))

    assert (result.not_pointed_out, result.pointed_out_wrongly) == (["waiting"], ["joint"])
    assert not result.is_perfect


def test_totals_are_recall_and_precision():
    scores = [
        score(run(), answer(proposal(), proposal(recommendation="2"))),
        score(run(), answer()),
    ]

    assert totals(scores) == (0.5, 0.5)
    assert totals([]) == (1.0, 1.0)
