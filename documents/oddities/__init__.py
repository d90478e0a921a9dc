"""What a person should look at before they confirm: each with a tag, and a sentence that says
where and why.
"""

from .days import day_of_document
from .nothing import links_only, why_nothing
from .whole import point_out_all
from .words import compare_ask

__all__ = ["compare_ask", "day_of_document", "links_only", "point_out_all", "why_nothing"]
