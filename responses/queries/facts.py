"""What an answer says as a list of facts: to compare two versions, and to know that one is what was shown."""

import hashlib
import json

from govuk.wording import day
from recommendations.models import Note

from ..history.comparing import Fact, compared
from ..models import ForceResponse
from .contents import Contents, contents_of, contents_of_each


def facts_of(contents: Contents) -> list[Fact]:
    """What the draft or update itself says. Two versions with the same facts say the same."""
    row = contents.row
    waits = "\n".join(str(wait) for wait in contents.waits_on)
    target = day(row.target_on)
    return [
        Fact("position", "Position", row.get_position_display()),
        Fact("progress", "Progress", row.get_progress_display()),
        Fact("waits", "Waits on", waits),
        Fact("account", "What has been done", row.account),
        Fact("lead", "Who leads", row.lead or "Not stated"),
        Fact("target", "Target date", target),
        *[
            Fact(f"part {part.label}", f"Sub-recommendation {part.label}", part.text)
            for part in contents.parts
        ],
        *[_citation(citation) for citation in contents.citations],
    ]


def shown_facts(contents: Contents) -> list[Fact]:
    """All that somebody who signs is shown: what was asked, what will be sent, and who can see its evidence."""
    asked = contents.response.recommendation
    question = [asked.text, *(f"{part.label}. {part.text}" for part in asked.parts)]
    question += [note.text for note in asked.printed_notes]
    return [
        Fact("asked", "What was asked", "\n\n".join(question)),
        *facts_of(contents),
        *[_who_sees(citation) for citation in contents.citations],
    ]


def fingerprints(contents_of_many: list[Contents]) -> dict[int, str]:
    """By key of the answer, the fingerprint of what is shown of it, with one query for the notes of all."""
    asked = {
        contents.response.recommendation_id: contents.response.recommendation
        for contents in contents_of_many
    }
    for recommendation in asked.values():
        recommendation.printed_notes = []
    for note in Note.objects.filter(recommendation__in=asked).order_by("order"):
        asked[note.recommendation_id].printed_notes.append(note)
    return {
        contents.response.pk: fingerprint(shown_facts(contents)) for contents in contents_of_many
    }


def fingerprint(facts: list[Fact]) -> str:
    """SHA-256 over what the facts say: the same for what was shown and for what is sent, or nothing is sent."""
    values = [[fact.key, fact.text] for fact in facts]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def says_the_same(contents: Contents, update: Contents | None) -> bool:
    return update is not None and facts_of(contents) == facts_of(update)


def latest_update(response: ForceResponse) -> Contents | None:
    """What was sent last, or None."""
    return contents_of(response, response.latest)


def rows_between(response, before, after):
    """What two updates of `response` say, side by side; changed rows first."""
    earlier, later = contents_of_each([(response, before), (response, after)])
    return compared(facts_of(earlier), facts_of(later))


def _citation(citation):
    evidence = citation.as_cited
    place = [evidence.title, citation.where, citation.sub_label and f"shows {citation.sub_label}"]
    return Fact(
        f"evidence {evidence.pk} {citation.sub_label}", "Evidence", ", ".join(filter(None, place))
    )


def _who_sees(citation):
    evidence = citation.evidence
    sees = "Public: anybody, once the answer is published" if evidence.is_public else "Private"
    findings = [*evidence.findings, evidence.why_not_open]
    text = "\n".join(filter(None, [sees, *findings]))
    return Fact(f"seen {evidence.pk} {citation.sub_label}", f"Who can see “{evidence.title}”", text)
