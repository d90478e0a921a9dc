from .answer import ForceResponse
from .event import Event
from .evidence import Citation, Evidence
from .review import ColleagueNote, Comment, Decision
from .standing import Standing, StandingStamp
from .words import Draft, Update

__all__ = [
    "Citation",
    "ColleagueNote",
    "Comment",
    "Decision",
    "Draft",
    "Event",
    "Evidence",
    "ForceResponse",
    "Standing",
    "StandingStamp",
    "Update",
]
