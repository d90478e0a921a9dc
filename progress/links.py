"""The address of the answers behind a figure."""

from functools import cache
from urllib.parse import urlencode

from django.urls import reverse


@cache
def _list():
    """The address of the list. Looked up once: a page of figures has two hundred links to it."""
    return reverse("progress:answers")


class AnswersLink:
    """A link to the list of answers, narrowed by what is in its query. It prints as its address."""

    def __init__(self, **query):
        self.query = {name: value for name, value in query.items() if value not in ("", None)}

    def narrowed(self, **more):
        """The same, narrowed by more. What it was narrowed by under one of these names is replaced."""
        return AnswersLink(**self.query | more)

    def __str__(self):
        return f"{_list()}?{urlencode(self.query)}"


def published_answers(**query):
    """To what everybody sees, also for a reviewer."""
    return AnswersLink(published="on", **query)
