"""Addresses of the rows behind a figure."""

from urllib.parse import urlencode

from django.urls import reverse


def address_of_rows(form, *without, **chosen):
    """The address of the answers that a page counts, of which some are `chosen`; more can be added at its end. What
    this page does not narrow by is left out: a list might.
    """
    names = form.fields.keys() & {"report", *form.filters} - {*without}
    query = {name: value for name, value in form.data.items() if value and name in names}
    return f"{reverse('progress:answers')}?{urlencode(query | chosen)}"
