"""Numbers missing, doubled, unreadable, not asked, or of something else."""

from collections import defaultdict

from ..language import references, scope
from ..language.text import folded


def point_out_numbers(maker):
    result = maker.result
    for mark in maker.found.unreadable:
        result.point_out(
            "number-unreadable", f"“{mark.text[:30]}” stands where a number should be."
        )
    places = defaultdict(list)
    for proposal in result.proposals:
        places[
            proposal.recommendation,
            proposal.part,
            proposal.said_on,
            proposal.version,
            proposal.whose,
        ].append(proposal)
    for key, same in places.items():
        if len({folded(one.words) for one in same}) > 1:
            name = f"{key[0]} {key[1]}".strip()
            result.point_out(
                "number-doubled", f"{name} comes {len(same)} times, with different answers."
            )
    answered = {proposal.recommendation for proposal in result.proposals}
    asked = maker.register.asks_here()
    missing = [number for number in asked if number not in answered]
    if missing and answered:
        result.point_out(
            "number-missing",
            f"Not answered here, and asked of the organisation: {', '.join(missing)}.",
        )
    _not_asked(maker, answered)
    others = any(one.scope == scope.NONE for one in [*maker.elsewhere, *maker.found.titles])
    if _of_the_paper(maker) or others:
        sentence = "Other things are answered too that are no recommendations of the report; they are left out."
        result.point_out("not-the-report", sentence)


def _not_asked(maker, answered):
    register = maker.register
    organisation = register.organisation
    if not organisation.is_named:
        return
    known = [asked for asked in register.asked.values() if asked.groups]
    for asked in known:
        if (
            asked.number in answered
            and not register.is_asked(asked)
            and "all_recipients" not in asked.groups
        ):
            maker.result.point_out(
                "not-asked", f"Recommendation {asked.number} is not addressed to the organisation."
            )
    if answered and not organisation.group:
        maker.result.point_out("not-asked", "The report does not address the organisation.")


def _of_the_paper(maker):
    """“Recommendation 1: that the Board notes the report”."""
    for mark in maker.outline.marks:
        match = references.STARTS.match(mark.text)
        if match and references.OF_A_PAPER.match(mark.text[match.end() :]):
            return True
    return False
