from .decision import ColleagueNote, Comment, Decision
from .event import Event
from .evidence import Citation, Evidence
from .response import Draft, ForceResponse, Update

__all__ = ["Citation", "ColleagueNote", "Comment", "Decision", "Draft", "Event", "Evidence", "ForceResponse", "Update"]
