"""Everything odd about a document, one subject after the other."""

import re

from ..language import scope
from ..language.text import plain
from .bodies import point_out_bodies
from .days import point_out_days, point_out_deadlines
from .numbers import point_out_numbers
from .reports import point_out_reports
from .words import point_out_positions, point_out_shared_words, point_out_waiting

GENERAL = re.compile(
    r"\baccept(?:s|ed)?\s+(?:all|each|every)\b[^.]{0,30}\brecommendations?\b", re.IGNORECASE
)


def point_out_all(maker):
    """Everything that is odd about the whole; what is odd about one row was pointed out where it was read."""
    # In this order on the page: a person checks days and numbers before they weigh words.
    point_out_days(maker)
    point_out_deadlines(maker)
    point_out_numbers(maker)
    point_out_shared_words(maker)
    point_out_waiting(maker)
    point_out_positions(maker)
    point_out_bodies(maker)
    point_out_reports(maker)
    _languages(maker)
    _colours_in_cells(maker)
    _general(maker)
    _left_out(maker)


def _left_out(maker):
    """An answer ends at the next heading; what stands below a lower one may still belong to it."""
    for mark in maker.found.left_out[:5]:
        sentence = f"Left out, below a heading inside an answer: “{mark.text[:80]}”."
        maker.result.point_out("left-out", sentence)


def _languages(maker):
    languages = {
        block.language[:2].lower()
        for block in maker.blocks
        if block.text.strip() and block.language
    }
    is_welsh = "cy" in languages or any(
        re.search(r"\bargymhelliad\b", plain(block.text), re.I) for block in maker.blocks
    )
    is_english = any(
        re.search(r"\brecommendation\b", plain(block.text), re.I) for block in maker.blocks
    )
    if is_welsh and is_english and maker.drops_welsh:
        maker.result.point_out(
            "two-languages",
            "The same answers stand in Welsh and in English; the English is proposed.",
        )


def _colours_in_cells(maker):
    """A column for colours whose cells hold none in words."""
    for section in maker.found.sections:
        for answer in section.answers:
            is_blank = answer.details.get("status") == "" and answer.has_words
            is_colour = re.search(
                r"\bb?rag\b|colour", answer.details.get("status_head", ""), re.IGNORECASE
            )
            if is_blank and is_colour and section.scope not in (scope.OTHER, scope.NONE):
                maker.result.point_out(
                    "colour-only", "Progress is shown by a colour that no words explain."
                )
                return


def _general(maker):
    for place, block in enumerate(maker.blocks):
        text = plain(block.text)
        if (
            place not in maker.outline.furniture
            and GENERAL.search(text)
            and not maker.result.proposals
        ):
            sentence = f"A statement about all recommendations names none of them: “{GENERAL.search(text)[0]}”."
            maker.result.point_out("general-statement", sentence)
            maker.is_general = True
            return
