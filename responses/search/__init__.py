"""Search over what is published, and for those who may read more, over that.

`words` reads what was typed; `kinds` says what can be found and by whom; `keeping` holds the index beside the
tables; `sqlite` and `postgresql` are the same few statements for either engine; `results` is what a page shows.
"""

from .finding import cap_of, find
from .kinds import KINDS
from .results import results
from .words import read

__all__ = ["KINDS", "cap_of", "find", "read", "results"]
