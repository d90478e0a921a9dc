"""Another body's name, joint answers, answers for all."""

import re

from ..language import scope
from ..language.text import plain, unquoted, words_in
from .naming import name_of

BODY = re.compile(
    r"\b((?:[A-Z][\w’'-]+(?: and | & |-| )){1,3}?(?:Police and Crime Commissioner|Police"
    r"|Constabulary))\b(?! (?:and Crime|Federation|Foundation|Uplift))"
)
NOT_A_BODY = re.compile(
    r"^(?:The|Our|Your|Home Office|Each|All|College of|National|Chief|This|Local|British|Civil "
    r"Nuclear|Ministry of Defence|For|Of|A|In) (?:Police|Constabulary)$"
    r"|^(?:The|Our|Every|Each|This) |^(?:Chief|Deputy|Assistant|Head|Office) ",
)
ACTS = re.compile(
    r"^(?:[’']s)?\s+(?:\w+ly\s+)?(?:has|have|had|is|are|was|were|will|does|did|do|accepts?|uses?"
    r"|trains?|works?|holds?|runs?|\w+ed)\b"
)


def point_out_bodies(maker):
    result = maker.result
    organisation = maker.register.organisation
    whose = [mark.whose for mark in maker.outline.marks if mark.role == "label"]
    joint = any(
        scope.JOINT.search(mark.text)
        and re.search(r"response|answer|reply|ymateb", mark.text, re.I)
        for mark in maker.found.titles
    )
    if (maker.others and "own" in whose) or ("joint" in whose) or joint:
        result.point_out(
            "joint",
            (
                "The document answers for more than one organisation; only this one's words are proposed."
            ),
        )
    if maker.is_for_all:
        result.point_out(
            "answers-for-all",
            ("The document answers on behalf of many bodies, so its words are not one body's own."),
        )
        if organisation.kind != "national_body":
            result.point_out(
                "other-body",
                (
                    "The words are those of a national body, for all; they are not this organisation's own."
                ),
            )
    elif maker.others and not result.proposals:
        result.point_out(
            "other-body",
            "The document gives the answers of another body, and none of this organisation.",
        )
    if organisation.is_named:
        _named_bodies(maker)


def _named_bodies(maker):
    """Another force in the words of an answer, as the one that acts; or as the author of the whole."""
    own = {_core(name) for name in maker.register.organisation.names}
    authors = _authors(maker)
    for proposal in maker.result.proposals:
        text = unquoted(plain(proposal.words))
        for match in BODY.finditer(text):
            name = match[1]
            if (
                _core(name) in own | set(authors)
                or NOT_A_BODY.search(name)
                or not ACTS.match(text[match.end() :])
            ):
                continue
            maker.result.point_out(
                "other-body", f"{name_of(proposal)} speaks of {name} as the one that acts."
            )
    if authors and not set(authors) & own and maker.register.organisation.kind != "national_body":
        sentence = f"The document is headed by another name than the organisation's: {', '.join(authors.values())}."
        maker.result.point_out("other-body", sentence)


def _authors(maker):
    """Names of forces at the head of the document, above the first answer, by what is their own in them."""
    openers = [
        section.opener.block for section in maker.found.sections if section.opener is not None
    ]
    first = min(openers, default=5)
    skip = set(maker.outline.furniture)
    names = {}
    for place, block in enumerate(maker.blocks[: max(first, 1)]):
        text = plain(block.text)
        if place in skip or words_in(text) > 25:
            continue
        for name in _names_in(text):
            names.setdefault(_core(name), name)
    return names


def _names_in(text):
    lowered = text.title() if text.upper() == text else text
    return [match[1] for match in BODY.finditer(lowered) if not NOT_A_BODY.search(match[1])]


def _core(name):
    """“Exampleshire Constabulary” and “Exampleshire Police” are one name."""
    return (
        re.sub(
            r"\b(police and crime commissioner( for)?|police|constabulary|service|the|and|heddlu"
            r"|for|of)\b",
            " ",
            name.lower(),
        )
        .strip()
        .replace("  ", " ")
    )
