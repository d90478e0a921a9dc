"""Files that are evidence: what they are, what they hold, where they lie. Nothing here knows an answer or a person."""


class Unusable(Exception):
    """A file that is not taken. Its text goes on where “minutes.pdf” begins: why not, and what to do."""
