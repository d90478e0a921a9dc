"""Words that several answers share, asks unlike the register's, waiting, and qualified acceptance."""

from collections import defaultdict

from rapidfuzz import fuzz

from ..language import statements
from ..language.text import bare, plain, sentences, words_in
from .naming import name_of

NEARLY_SAME = 92  # of 100
LEAST_SHARED = 60  # letters of a sentence that two answers have in common


def compare_ask(maker, ref, ask):
    """The ask as printed, against the register’s."""
    likeness = maker.wordings.likeness(ref.number, ask)
    if likeness is None or words_in(ask) < 4:
        return
    match = maker.wordings.match(ask)
    if match and match.number != ref.number and match.score > likeness:
        sentence = (
            f"Recommendation {ref.number} is printed with wording like that of {match.number}."
        )
        maker.result.point_out("ask-differs", sentence)
    elif likeness < 99.5 and not _is_passage(maker, ref, ask):
        agree = f"{round(likeness)} of 100 agree"
        sentence = f"The ask printed for {ref.number} is not worded as in the register: {agree}."
        maker.result.point_out("ask-differs", sentence)


def _is_passage(maker, ref, ask):
    """A part of the ask, word for word: nothing differs, some is left out."""
    return bare(ask) in maker.wordings.wholes[ref.number]


def point_out_shared_words(maker):
    """The same words for several recommendations or in several versions: sentence by sentence, and as a whole."""
    distinct = []
    for proposal in maker.result.proposals:
        if not any(other.spans == proposal.spans for other in distinct):
            distinct.append(proposal)
    distinct = distinct[:200]  # each is compared with each: 20,000 comparisons at most
    for place, one in enumerate(distinct):
        for other in distinct[place + 1 :]:
            if _is_nearly(one.words, other.words):
                sentence = (
                    f"{name_of(one)} and {name_of(other)} have the same or nearly the same words."
                )
                maker.result.point_out("shared-words", sentence)
    clauses = defaultdict(list)
    for proposal in distinct:
        text = plain(proposal.words)
        own = {
            bare(text[start:end]) for start, end in sentences(text) if end - start >= LEAST_SHARED
        }
        for clause in own:
            clauses[clause].append(proposal)
    for clause, holders in clauses.items():
        if len(holders) > 1:
            names = ", ".join(name_of(one) for one in holders)
            maker.result.point_out("shared-words", f"{names} share the sentence “{clause[:80]}…”.")


def _is_nearly(one, other):
    shorter = min(len(one), len(other))
    if shorter < 20 or shorter * 2 < max(len(one), len(other)):
        return False
    return fuzz.ratio(bare(one[:5000]), bare(other[:5000])) >= NEARLY_SAME


def point_out_waiting(maker):
    waiting = defaultdict(list)
    for proposal in maker.result.proposals:
        if proposal.waits_for:
            waiting[proposal.waits_for].append(name_of(proposal))
    for whom, names in waiting.items():
        dependency = _dependency(maker.register, [name.split()[-1] for name in names])
        proposed = (
            f"Proposed dependency: {dependency}."
            if dependency
            else "Is there a national position to record it against?"
        )
        maker.result.point_out(
            "waiting", f"{', '.join(dict.fromkeys(names))} wait for “{whom}”. {proposed}"
        )


def _dependency(register, numbers):
    for title, waited_on in register.dependencies:
        if set(numbers) & set(waited_on):
            return title
    return ""


def point_out_positions(maker):
    for proposal in maker.result.proposals:
        if statements.is_qualified(proposal.words) or statements.is_mixed(proposal.words):
            sentence = f"{name_of(proposal)} is accepted with a condition, in principle, or in one element alone."
            maker.result.point_out("qualified-acceptance", sentence)
