"""What came of something that a person opened or sent."""

from dataclasses import dataclass, field

from django.forms import Form

from ..models import Evidence, ForceResponse
from ..queries.contents import Contents

SHOWN, MISTAKEN, STALE = 200, 422, 409


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

    @property
    def form(self):
        return self.forms[0] if self.forms else None


def showing(response, forms):
    """The forms as they are: with their mistakes, or not yet sent."""
    has_mistake = any(form.errors for form in forms)
    return Outcome(response, forms, MISTAKEN if has_mistake else SHOWN)


def done(response, message):
    return Outcome(response, is_done=True, message=message)
