from .answer import ForceResponse
from .elsewhere import Elsewhere, Look
from .event import Event
from .evidence import Citation, Evidence, PendingFile
from .review import ColleagueNote, Comment, Decision
from .standing import Standing, StandingStamp
from .words import Draft, Update

__all__ = [
    "Citation",
    "ColleagueNote",
    "Comment",
    "Decision",
    "Draft",
    "Elsewhere",
    "Event",
    "Evidence",
    "ForceResponse",
    "Look",
    "PendingFile",
    "Standing",
    "StandingStamp",
    "Update",
]
