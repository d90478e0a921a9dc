"""A form of filters: what it is on every page that has one."""

from django import forms
from django.utils.dateformat import format as format_date

from .forms import DateField, DayField


class FilterForm(forms.Form):
    """The filters of a page, from its address. A value that makes no sense is left out; `ignored` names its field."""

    all_optional = True

    def __init__(self, query, **options):
        super().__init__(query, **options)
        self.offer()
        self.ignored = [self.explain(name) for name in self.errors]
        self.leave_out(list(self.errors))

    def offer(self):
        """Fill in what can be chosen, before what was chosen is read."""

    def explain(self, name):
        """The field of an ignored value, and where people type it, how to."""
        is_day = isinstance(self.fields[name], DayField)
        how = " (write a day that there is, such as 17/12/2020)" if is_day else ""
        return f"{self[name].label}{how}"

    def leave_out(self, names):
        """As if the address did not have these."""
        if names:
            parts = tuple(f"{name}_" for name in names if isinstance(self.fields[name], DateField))
            self.data = self.data.copy()
            for key in list(self.data):
                if key in names or (parts and key.startswith(parts)):
                    del self.data[key]
            self.full_clean()

    def chosen(self, name):
        return self.cleaned_data.get(name) or None

    def in_use(self):
        """The (name, label, value in words) of each filter that narrows something."""
        return [
            (name, self[name].label, self.in_words(name))
            for name in self.narrowing()
            if self.chosen(name)
        ]

    def narrowing(self):
        """The names of the fields that narrow; a page may have others, such as what to sort by."""
        return list(self.fields)

    def in_words(self, name):
        field = self.fields[name]
        value = self.chosen(name)
        if isinstance(field, forms.BooleanField):
            return "yes"
        if isinstance(field, DayField):
            return format_date(value, "j F Y")
        return dict(getattr(field, "choices", [])).get(value, value)
