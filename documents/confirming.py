"""The proposals of a document, as forms to be confirmed beside their source."""

from dataclasses import dataclass

from .actions import Decision
from .forms import ACCEPT, DecisionForm
from .models import PublishedDocument
from .proposals import making as proposals
from .proposals import register
from .proposals.proposal import Proposal, Proposals

AROUND = 4  # blocks before and after a proposal that its extent may be moved to
SHOWN = 2_000  # blocks of the source


@dataclass
class Row:
    """One proposal and its form."""

    number: int
    proposal: Proposal
    form: DecisionForm


@dataclass
class Confirmation:
    document: PublishedDocument
    found: Proposals
    rows: list[Row]

    @property
    def is_valid(self):
        valid = [
            row.form.is_valid() for row in self.rows
        ]  # all of them: each shows its own mistakes
        return all(valid)

    def source(self):
        """Each block of the source, with the numbers of the rows whose words it holds."""
        holders = {}
        for row in self.rows:
            for span in row.proposal.spans:
                holders.setdefault(span.block, []).append(row)
        blocks = enumerate(self.found.blocks[:SHOWN])
        return [(block, holders.get(place, [])) for place, block in blocks if block.text.strip()]

    def decisions(self):
        return [
            self._decision(row) for row in self.rows if row.form.cleaned_data["decision"] == ACCEPT
        ]

    def _decision(self, row):
        chosen = row.form.cleaned_data
        proposal = row.proposal
        is_same = chosen["recommendation"].number == proposal.recommendation
        return Decision(
            recommendation=chosen["recommendation"],
            part=proposal.part if is_same else "",
            words=self._words(proposal, chosen["first"], chosen["last"]),
            said_on=proposal.said_on,
            position=chosen["position"],
            progress=chosen["progress"],
        )

    def _words(self, proposal, first, last):
        """The proposed words; where the extent was moved, whole blocks, to the letter."""
        blocks = [span.block for span in proposal.spans]
        if (first, last) == (blocks[0], blocks[-1]):
            return proposal.words
        proposed = {span.block: span for span in proposal.spans}
        pieces = []
        for place in range(first, last + 1):
            text = self.found.blocks[place].text
            span = proposed.get(place)
            pieces.append(text[span.start : span.end].strip() if span else text.strip())
        return "\n\n".join(piece for piece in pieces if piece)


def of(document, typed=None):
    """The Confirmation of `document`, with what was `typed` into it."""
    held = register.of(document.report, document.organisation)
    found = proposals.of(document.reading, held)
    recommendations = document.report.recommendations.order_by("order")
    numbers = {row.number: row for row in recommendations}
    rows = []
    for number, proposal in enumerate(found.proposals):
        if proposal.recommendation not in numbers:
            continue  # the register holds no such row to keep an answer to
        form = _form(typed, number, proposal, found.blocks, recommendations, numbers)
        rows.append(Row(number + 1, proposal, form))
    return Confirmation(document, found, rows)


def _form(typed, number, proposal, blocks, recommendations, numbers):
    first, last = proposal.spans[0].block, proposal.spans[-1].block
    near = range(max(0, first - AROUND), min(len(blocks), last + AROUND + 1))
    places = [
        (place, f"{blocks[place].place}: {blocks[place].text[:60]}")
        for place in near
        if blocks[place].text.strip()
    ]
    initial = {
        "recommendation": numbers[proposal.recommendation].pk,
        "first": first,
        "last": last,
        "position": proposal.position or "not_stated",
        "progress": proposal.progress or "not_stated",
    }
    return DecisionForm(
        typed, prefix=f"p{number}", initial=initial, recommendations=recommendations, places=places
    )
