"""Counts over the whole register, kept in memory until something happens to it.

Every change to an answer, a dependency or a report that is loaded leaves an Event, and every change in the admin
site a line in its log; what is kept is thrown away with the next of either. Fixtures that are loaded past both show
within the cache's timeout.
"""

import hashlib
from functools import cached_property

from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db import connection

HAPPENED = """
    SELECT (SELECT COUNT(*) FROM django_admin_log), SUM(chains.last) FROM (
        SELECT (SELECT MAX(number) FROM responses_event WHERE chain = of_all.id) AS last
        FROM (SELECT id FROM recommendations_organisation UNION ALL SELECT 0 AS id) AS of_all
    ) AS chains
"""
NOTHING = object()


def kept(count, rows):
    """`count(rows)`, or what it was if nothing has happened since. One query where it is kept.

    `rows` is a queryset; whom and which day it is for is in its statement. What is counted must not be changed.
    """
    return Kept()(count, rows)


class Kept:
    """The same for several counts of one page: what has happened is asked once for all of them."""

    def __call__(self, count, rows):
        try:
            cache, key = caches["figures"], self._key(count, rows)
        except EmptyResultSet:  # Django itself sees that there are none
            return count(rows)
        counted = cache.get(key, NOTHING)
        if counted is NOTHING:
            counted = count(rows)
            cache.set(key, counted)
        return counted

    def _key(self, count, rows):
        query = (
            rows.query if rows.query.group_by else rows.values("pk").query
        )  # what else it selects is put in words for nothing
        asked = [count.__module__, count.__qualname__, self._happened, query.sql_with_params()]
        return hashlib.sha256(repr(asked).encode()).hexdigest()

    @cached_property
    def _happened(self):
        """Differs once anything more has happened. The length of each chain is found in an index, not counted."""
        with connection.cursor() as cursor:
            cursor.execute(HAPPENED)
            return cursor.fetchone()
