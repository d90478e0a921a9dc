"""Code gets no denser than it was: each app has its limits, and they are only ever lowered."""

import json

import pytest

from tests.project import density

SOURCE = """
before, after = after, before  # a swap needs its tuple
name, slug = "Kent", "kent"
first, second = pair
found = [row for row in rows if row] if rows else []
"""


def test_counts_are_those_of_the_source():
    counted = density.of_source(SOURCE)

    assert counted.tuple_assignments == 1
    assert counted.comprehensions == 1
    assert counted.if_expressions == 1
    assert counted.comments == 1
    assert (counted.names, counted.vague_names) == (8, 1)


def test_worse_figure_is_named_and_a_better_one_is_not():
    limits = {"comprehensions / 1,000": 30.0, "comments / 100": 1.0, "long lines %": 5.0}
    rates = {"comprehensions / 1,000": 30.1, "comments / 100": 0.9, "long lines %": 4.0}

    assert density.worse(limits, rates) == {
        "comprehensions / 1,000": "30.1, and the limit is 30.0",
        "comments / 100": "0.9, and the limit is 1.0",
    }


def test_figure_within_the_goals_may_get_worse():
    limits = {"comprehensions / 1,000": 0.0, "comments / 100": 9.0}
    rates = {"comprehensions / 1,000": 20.0, "comments / 100": 3.0}

    assert density.worse(limits, rates) == {}


@pytest.mark.parametrize("app", density.APPS)
def test_app_is_no_denser_than_its_limits(app):
    limits = json.loads(density.LIMITS.read_text())[app]

    assert density.worse(limits, density.of_app(app).rates()) == {}
