"""Why nothing can be read in."""

import re

from ..language.text import plain


def links_only(maker):
    """A sentence that names what the page links to, or "" where it holds more than links."""
    skip = set(maker.outline.furniture)
    links = [
        plain(block.text)
        for place, block in enumerate(maker.blocks)
        if place not in skip
        and block.links
        and re.search(r"\b(response|reply|answer|plan|pdf|word|recommendation)\b", block.text, re.I)
    ]
    if not links:
        return ""
    sentence = f"Nothing to read in: it links to {'; '.join(f'“{link}”' for link in links[:5])}."
    maker.result.point_out("links-only", sentence)
    return sentence


def why_nothing(maker):
    result = maker.result
    tags = {oddity.tag for oddity in result.oddities}
    if maker.is_for_all and maker.others:
        return "The document answers for all bodies. Its words are those of the national body that gives them."
    if maker.others:
        return "The document holds answers of another body, and none of this organisation."
    if "other-report" in tags and maker.elsewhere:
        return "The document answers another report, and not the one that was given."
    if "general-statement" in tags:
        return "The document has one statement about all recommendations, and no answer to any one of them."
    if "attachment" in tags:
        return "The mail holds no answer; look into what is attached to it."
    if sentence := links_only(maker):
        return sentence
    if "ask-unmatched" in tags:
        return "The asks have no numbers, and their wording could not be matched with the register."
    if maker.unanswered or "unanswered" in tags:
        return "The document prints recommendations, and no answers to them."
    if "empty-answer" in tags:
        return "The places for answers are empty."
    if "formula" in tags:
        return "The answers are formulas whose results are not stored."
    if "number-unknown" in tags:
        return "The numbers that are answered are none of the report's."
    return "No words were found that answer a recommendation of this report."
