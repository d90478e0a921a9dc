"""Statements that are put together once: Django takes longer for that than the database takes to answer them."""

from copy import copy
from functools import cached_property, update_wrapper
from inspect import signature

from django.core.exceptions import EmptyResultSet
from django.db import connections

MARK = 2**31 - 1  # stands for the first key, the number below it for the second; every column of keys can hold them


class prepared:
    """The list of what the queryset `rows(*keys)` gives, for keys that are whole numbers. `rows` is called only once.

    So nothing but the keys may change from call to call: neither the day nor who asks.
    """

    def __init__(self, rows):
        update_wrapper(self, rows)
        self.rows, self.marks = rows, [MARK - place for place in range(len(signature(rows).parameters))]

    def __call__(self, *keys):
        compiler, sql, values = self._statement
        key_of = dict(zip(self.marks, keys, strict=True))
        asking = copy(compiler)
        asking.connection = connections[self._queryset.db]  # each thread has its own
        asking.as_sql = lambda: (sql, [key_of.get(value, value) for value in values])
        rows = self._queryset.all()
        rows.query.get_compiler = lambda using: asking
        return list(rows)

    @cached_property
    def _queryset(self):
        return self.rows(*self.marks)

    @cached_property
    def _statement(self):
        """The compiler, what it made, and the values of that, with a mark for each key."""
        compiler = self._queryset.query.get_compiler(self._queryset.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:  # Django itself sees that there are none
            return compiler, "", ()
        if not set(self.marks) <= set(values):
            raise ValueError(f"{self.rows.__qualname__} does not compare each of its keys as it is")
        return compiler, sql, values
