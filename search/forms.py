"""The only reader of the query string of the search page. What makes no sense is left out, and said."""

from django import forms

from govuk.forms import LongSelect
from recommendations.fields import ReportField

from . import words
from .kinds import KINDS


class SearchForm(forms.Form):
    all_optional = True

    q = forms.CharField(
        required=False,
        label="Words to look for",
        help_text="All of them must occur. Put words that follow each other in quotation marks.",
    )
    kind = forms.ChoiceField(required=False, label="Kind", widget=LongSelect)
    report = ReportField()

    def __init__(self, query, *args, access, **kwargs):
        super().__init__(query, *args, **kwargs)
        kinds = [kind for kind in KINDS.values() if kind.name != "note" or access.reviews]
        self.fields["kind"].choices = [("", "All"), *((kind.name, kind.label) for kind in kinds)]
        self.ignored = [self[name].label for name in self.errors]
        if self.ignored:
            self._leave_out(list(self.errors))

    def _leave_out(self, names):
        self.data = self.data.copy()
        for name in names:
            self.data.pop(name, None)
        self.full_clean()

    @property
    def asked(self):
        return words.read(self.cleaned_data["q"])

    def value(self, name):
        return self.cleaned_data.get(name) or None

    @property
    def kinds(self):
        """The name and label of each kind that this person can choose, and the one for all."""
        return self.fields["kind"].choices
