"""How much a page shows, and how much a stranger may ask for."""

from .overview import is_too_long_for

ANSWERS_A_PAGE = 50
REPORTS_A_PAGE = 20
# Answers of the whole country that a stranger may have listed; and counted by a choice of filters, or sorted, or
# narrowed by their assurance to more than a report.
MOST_LISTED, MOST_SORTED = 100_000, 10_000


def is_too_wide(access, form):
    is_wide = form.is_nationwide or form.reads_updates
    return is_wide and is_too_long_for(access, most_of(form))


def most_of(form):
    return MOST_SORTED if form.reads_updates else MOST_LISTED


def refuse_what_is_too_much(access, form, names):
    if names and form.is_nationwide and is_too_long_for(access, MOST_SORTED):
        form.refuse(names)
