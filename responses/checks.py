"""Plain questions to an answer before it is sent, each with the words that it found. They help; they block nothing."""

import re
from dataclasses import dataclass

from .queries.words import coverage
from .vocabulary import Progress

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATED = re.compile(rf"\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b(?:{MONTHS})\s+\d{{4}}\b|\b20\d\d\b")
DEFERRED = re.compile(r"\b(?:awaits?|awaiting|pending|captured on)\b[^.]{0,80}", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """`text` asks; `found` is what the answer says to it, in its own words or in a count."""

    text: str
    found: str
    is_met: bool


def questions(words, recommendation, citations):
    """What a reader will ask of a draft or an update; `citations` are its own."""
    answered, parts = coverage(recommendation.parts, words.sub_answers)
    asked = [
        _from_text(
            "Does it name a date on which something was or will be done?", DATED, words.account
        ),
        Question("Does it say who leads?", words.lead or "Nobody is named.", bool(words.lead)),
        _evidence(words, citations),
        _not_only_waiting(words.account),
    ]
    if parts:
        asked.append(
            Question(
                "Does it answer each sub-recommendation?",
                f"{answered} of {parts} answered.",
                answered == parts,
            )
        )
    return asked


def _from_text(text, pattern, account):
    found = pattern.search(account)
    return Question(text, f"“{found[0]}”" if found else "No words that say so.", bool(found))


def _evidence(words, citations):
    text = "Does it point at evidence?"
    if not citations:
        said = (
            "No evidence, although it says “Complete”."
            if words.progress == Progress.COMPLETE
            else "No evidence."
        )
        return Question(text, said, False)
    return Question(text, "; ".join(citation.evidence.title for citation in citations), True)


def _not_only_waiting(account):
    """An answer of which no sentence is left when those that defer are taken away only waits."""
    sentences = [sentence for sentence in re.split(r"(?<=[.!?])\s+", account) if sentence.strip()]
    deferring = [sentence for sentence in sentences if DEFERRED.search(sentence)]
    is_met = len(deferring) < len(sentences)
    text = "Does it say more than that something is awaited or captured elsewhere?"
    if not sentences:
        return Question(text, "There is no account yet.", False)
    return Question(
        text,
        f"“{DEFERRED.search(deferring[0])[0]}”" if deferring else "Nothing is awaited.",
        is_met,
    )
