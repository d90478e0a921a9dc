from .event import Event
from .evidence import Citation, Evidence
from .response import Draft, ForceResponse, Update

__all__ = ["Citation", "Draft", "Event", "Evidence", "ForceResponse", "Update"]
