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

from responses.models.event import REGISTER

ADMIN = -1  # the log of the admin site, as if it were a chain; like the register's own it concerns every organisation
OF_ALL = [REGISTER, ADMIN]
CHAINS = f"""
    SELECT of_all.id, (SELECT MAX(number) FROM responses_event WHERE chain = of_all.id)
    FROM (SELECT id FROM recommendations_organisation UNION ALL SELECT {REGISTER} AS id) AS of_all
    UNION ALL SELECT {ADMIN}, COUNT(*) FROM django_admin_log
"""  # noqa: S608  our own numbers
NOTHING = object()
TOGETHER = 8  # organisations whose sum is kept


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
            counted = self._parts(count, rows, self._keys(count, _statement(rows)))
        except EmptyResultSet:
            return {}
        return {organisation: part for organisation, part in counted.items() if part is not None}

    def added(self, count, rows, add):
        """`add` of the list of what `by_organisation` gives; also of several sums. The sums of some organisations
        together are kept, too: after one Event few are added up again.
        """
        try:
            keys = self._keys(count, _statement(rows))
        except EmptyResultSet:
            return add([])
        groups = {_key(add, TOGETHER, list(group.values())): group for group in _groups(keys)}
        found = caches["figures"].get_many(groups)
        missing = {key: group for key, group in groups.items() if key not in found}
        parts = self._parts(count, rows, {name: key for group in missing.values() for name, key in group.items()})
        anew = {
            key: add([parts[organisation] for organisation in group if parts[organisation] is not None])
            for key, group in missing.items()
        }
        caches["figures"].set_many(anew)
        return add([*found.values(), *anew.values()])

    def _parts(self, count, rows, keys):
        """What is counted of each organisation that has one of the `keys`; None of one that has no rows."""
        found = caches["figures"].get_many(keys.values())
        if missing := [organisation for organisation, key in keys.items() if key not in found]:
            is_everybody = len(missing) + len(OF_ALL) == len(self._chains)
            counted = count(rows if is_everybody else rows.filter(organisation__in=missing))
            anew = {keys[organisation]: counted.get(organisation) for organisation in missing}
            caches["figures"].set_many(anew)
            found |= anew
        return {organisation: found[key] for organisation, key in keys.items()}

    def _keys(self, count, statement):
        of_all = [self._chains[chain] for chain in OF_ALL]
        return {
            organisation: _key(count, statement, [*of_all, organisation, last])
            for organisation, last in self._chains.items()
            if organisation not in OF_ALL
        }

    @cached_property
    def _chains(self):
        """How long each chain of Events is. Found in an index, not counted."""
        with connection.cursor() as cursor:
            cursor.execute(CHAINS)
            return dict(cursor.fetchall())


def _groups(keys):
    """The items of `keys`, TOGETHER to a dict."""
    items = list(keys.items())
    return [dict(items[start : start + TOGETHER]) for start in range(0, len(items), TOGETHER)]


def _statement(rows):
    """What is asked for; what else rows of plain answers select is put in words for nothing."""
    return (rows.query if rows.query.group_by else rows.values("pk").query).sql_with_params()


def _key(count, statement, happened):
    asked = [count.__module__, count.__qualname__, happened, statement]
    return hashlib.sha256(repr(asked).encode()).hexdigest()
