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

from .models.event import REGISTER

ADMIN = -1  # the log of the admin site, as if it were a chain; like the register's own it concerns every organisation
CHAINS = f"""
    SELECT of_all.id, (SELECT MAX(number) FROM responses_event WHERE chain = of_all.id)
    FROM (SELECT id FROM recommendations_organisation UNION ALL SELECT {REGISTER} AS id) AS of_all
    UNION ALL SELECT {ADMIN}, COUNT(*) FROM django_admin_log
"""  # noqa: S608  our own numbers
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
            cache, key = caches["figures"], _key(count, _statement(rows), self._chains)
        except EmptyResultSet:  # Django itself sees that there are none
            return count(rows)
        counted = cache.get(key, NOTHING)
        if counted is NOTHING:
            counted = count(rows)
            cache.set(key, counted)
        return counted

    def by_organisation(self, count, rows):
        """What `count(rows)` gives by the key of an organisation. After an Event in the chain of one organisation its
        rows alone are counted again.
        """
        try:
            keys = self._keys(count, _statement(rows))
        except EmptyResultSet:
            return {}
        found = caches["figures"].get_many(keys.values())
        if missing := [organisation for organisation, key in keys.items() if key not in found]:
            counted = count(rows.filter(organisation__in=missing) if found else rows)
            anew = {keys[organisation]: counted.get(organisation) for organisation in missing}
            caches["figures"].set_many(anew)
            found |= anew
        return {organisation: found[key] for organisation, key in keys.items() if found[key] is not None}

    def _keys(self, count, statement):
        of_all = self._chains[REGISTER], self._chains[ADMIN]
        return {
            organisation: _key(count, statement, [*of_all, organisation, last])
            for organisation, last in self._chains.items()
            if organisation not in (REGISTER, ADMIN)
        }

    @cached_property
    def _chains(self):
        """How long each chain of Events is. Found in an index, not counted."""
        with connection.cursor() as cursor:
            cursor.execute(CHAINS)
            return dict(cursor.fetchall())


def _statement(rows):
    """What is asked for; what else rows of plain answers select is put in words for nothing."""
    return (rows.query if rows.query.group_by else rows.values("pk").query).sql_with_params()


def _key(count, statement, happened):
    asked = [count.__module__, count.__qualname__, happened, statement]
    return hashlib.sha256(repr(asked).encode()).hexdigest()
