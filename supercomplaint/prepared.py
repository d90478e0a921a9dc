"""Statements that are put together once: Django takes longer for that than the database takes to answer them."""

from collections import namedtuple
from functools import update_wrapper
from inspect import signature

from django.core.exceptions import EmptyResultSet
from django.db import connection

MARK = 2**31 - 1  # stands for the first key, the number below it for the second; every column of keys can hold them


class prepared:
    """Ask for the rows of a `values_list` that `rows(*keys)` gives, whole numbers each: `rows` is called only once.

    So nothing but its keys may change from call to call: neither the day nor whoever asks. Gives named tuples.
    """

    def __init__(self, rows):
        update_wrapper(self, rows)
        self.rows, self.marks = rows, [MARK - place for place in range(len(signature(rows).parameters))]
        self.statement = None

    def __call__(self, *keys):
        self.statement = self.statement or self._put_together()
        sql, values, convert = self.statement
        if sql is None:
            return []
        key_of = dict(zip(self.marks, keys, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [key_of.get(value, value) for value in values])
            return convert(cursor.fetchall())

    def _put_together(self):
        """The statement, its values with a mark for each key, and what makes rows of what the database answers."""
        rows = self.rows(*self.marks)
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:  # Django itself sees that there are none
            return None, (), None
        if not set(self.marks) <= set(values):
            raise ValueError(f"{self.rows.__qualname__} does not compare each of its keys as it is")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        row = namedtuple("Row", rows._fields)._make
        return sql, values, lambda answered: list(map(row, compiler.apply_converters(answered, converters)))
