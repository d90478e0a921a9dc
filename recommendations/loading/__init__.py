"""Report fixtures into rows: files are read and compared (`plan`), then carried out (`write`).

Fixtures are Django's JSON format with natural keys. A file says all there is to say about the
reports it holds: what it leaves out of them is removed. What answers forbid is not known here.
"""

from .plan import Line, Plan, Result, plan
from .reading import LIMIT, Unreadable, read
from .writing import write

__all__ = ["LIMIT", "Line", "Plan", "Result", "Unreadable", "plan", "read", "write"]
