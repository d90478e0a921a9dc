"""What is proposed for one document: which exact words answer which recommendation, and why."""

from dataclasses import dataclass, field

from ..blocks import Oddity


@dataclass(frozen=True)
class Span:
    """A piece of a block, word for word."""

    block: int
    start: int
    end: int


@dataclass
class Proposal:
    recommendation: str
    part: str
    spans: tuple[Span, ...]
    words: str
    said_on: str | None = None
    position: str | None = None
    progress: str | None = None
    because: str = ""
    confidence: float = 1.0
    place: str = ""
    states: tuple[str, ...] = ()  # the words that state position, progress and day
    whose: str = ""
    version: int = 0
    waits_for: str = ""

    def as_json(self):
        names = ("recommendation", "part", "words", "said_on", "position", "progress", "because")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Printed:
    """A recommendation as the document prints it: its ask, the notes to it, and which of its parts stand there."""

    number: str
    ask: str
    notes: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass
class Proposals:
    proposals: list[Proposal] = field(default_factory=list)
    nothing: str = ""
    oddities: list[Oddity] = field(default_factory=list)
    blocks: list = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)

    def as_json(self):
        return {
            "proposals": [proposal.as_json() for proposal in self.proposals],
            "nothing": self.nothing,
            "oddities": [str(oddity) for oddity in self.oddities],
        }

    def point_out(self, tag, sentence):
        oddity = Oddity(tag, sentence)
        if oddity not in self.oddities:
            self.oddities.append(oddity)
