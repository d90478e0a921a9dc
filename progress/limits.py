"""How much a page or a file holds, and how much somebody who is not signed in may ask for."""

from responses.models import Standing

ANSWERS_A_PAGE = 50
REPORTS_A_PAGE = 20
EVENTS_A_PAGE = 50
MOST_EVENTS = 1000  # that the feed lists of all that ever happened

# Answers that one file may hold. A workbook is there only when the whole of it is, and the rest is sent line by line.
LONGEST_FILE_OF_STRANGERS = {"csv": 2_000, "json": 2_000, "xlsx": 400}
LONGEST_WORKBOOK = 5_000
SLOW_FILE = 20_000  # takes longer than a second or two, so that its page shows how much is there

# Where the register is longer than this, somebody who is not signed in chooses a report or an organisation before
# they filter it: nobody knows who asks, or how often. Reading it as it is costs the same at any length.
MOST_FILTERED = 100_000


def longest_file(kind, access):
    """How many answers a file may hold for this person, or None for any number."""
    if access.user_id is None:
        return LONGEST_FILE_OF_STRANGERS[kind]
    return LONGEST_WORKBOOK if kind == "xlsx" else None


def is_too_wide(access, filters):
    """Whether `filters` would go through more of the register than this person may ask for."""
    if access.user_id is not None or not filters.is_nationwide or not filters.in_use():
        return False
    return register_is_longer_than(MOST_FILTERED)


def register_is_longer_than(most):
    """Whether more than `most` answers are counted. Looks no further than that, in an index."""
    register = Standing.objects.in_sight(Standing.Sight.PUBLISHED).order_by()
    return register[most : most + 1].exists()
