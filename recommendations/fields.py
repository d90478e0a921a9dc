"""A report to choose, on every page that can be narrowed to one."""

from django import forms
from django.forms.models import ModelChoiceIterator

from govuk.forms import LongSelect

from .models import Report

OFFERED = 50


def _newest():
    return (
        Report.objects.open()
        .order_by("-published_on", "slug")
        .values_list("slug", "title")[:OFFERED]
    )


class NewestReports(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from _newest()


class ReportField(forms.ModelChoiceField):
    """An open report by its slug. The newest are offered; any other is understood where an address names it."""

    widget = LongSelect
    iterator = NewestReports

    def __init__(self, *, empty_label="All", **options):
        super().__init__(
            Report.objects.open(),
            to_field_name="slug",
            required=False,
            empty_label=empty_label,
            **options,
        )
