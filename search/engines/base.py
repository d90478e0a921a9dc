"""What an engine has to say in SQL. Nothing here runs a statement, but for `PostgreSQL.common`."""


class Engine:
    """One way to index and to search. A `kind` is one of `kinds.KINDS`; statements are strings.

    What is put into SQL is a constant of this app, or SQL that the ORM wrote; what people type is
    always a parameter.
    """

    # The column of an index that holds the key of the row, and the function that joins texts.
    key: str
    join: str

    def prepare(self, cursor):
        """Statements that every index needs before it is made."""
        raise NotImplementedError

    def make(self, kind):
        """Statements that make the empty index of a kind."""
        raise NotImplementedError

    def drop(self, kind):
        """Statements that remove the index of a kind and all that belongs to it alone."""
        raise NotImplementedError

    def triggers(self, kind, text):
        """Statements that let the database keep the index; `text` is the words of a row, in SQL."""
        raise NotImplementedError

    def drop_triggers(self, kind):
        raise NotImplementedError

    def common(self, cursor, kinds, asked):
        """The names of the kinds where so many rows have the words that looking them up is slow."""
        raise NotImplementedError

    def found(self, kind, asked, scope, of_scope, limit, *, is_common):
        """The newest keys of rows that have all terms and are in `scope`: a statement, and its values."""
        raise NotImplementedError

    def found_among(self, kind, asked, keys, of_keys, limit):
        """The same of the rows with some `keys`, a statement: those of one report."""
        raise NotImplementedError
