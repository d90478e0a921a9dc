"""What came of something that a person opened or sent."""

from dataclasses import dataclass, field

from django.forms import BoundField, Form

from ..forms.conflicts import ConflictForm
from ..history.comparing import Row
from ..history.differences import Piece
from ..models import Evidence, ForceResponse
from ..queries.contents import Contents

SHOWN, MISTAKEN, STALE = 200, 422, 409


@dataclass(frozen=True)
class Clashing:
    """One field that two people changed: their words, the differences to mine, and the question which stays."""

    label: str
    theirs: str
    pieces: list[Piece]
    question: BoundField


@dataclass
class Outcome:
    """Forms to show with `status`, or that it `is_done` and what the page says of it then."""

    response: ForceResponse
    forms: list[Form] = field(default_factory=list)
    status: int = SHOWN
    is_done: bool = False
    message: str = ""
    theirs: Contents | None = None  # what somebody else saved meanwhile
    held: Evidence | None = None  # what the organisation holds already of what was typed
    conflict: ConflictForm | None = None
    clashes: list[Clashing] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)  # what changed since it was shown

    @property
    def form(self):
        return self.forms[0] if self.forms else None


def showing(response, forms):
    """The forms as they are: with their mistakes, or not yet sent."""
    has_mistake = any(form.errors for form in forms)
    return Outcome(response, forms, MISTAKEN if has_mistake else SHOWN)


def done(response, message):
    return Outcome(response, is_done=True, message=message)
