"""What is typed or chosen to read a document in. Nothing here decides who may."""

from django import forms
from django.core.exceptions import ValidationError

from govuk.forms import DateField, LinesField
from recommendations.models import Organisation, Report
from responses.vocabulary import Position, Progress

from .readers import MOST_BYTES

ACCEPT, SET_ASIDE = "accept", "set_aside"


class AddForm(forms.Form):
    """A file or pasted text, and what it answers."""

    report = forms.ModelChoiceField(
        Report.objects.none(), error_messages={"required": "Select the report that it answers"}
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation that answers",
        error_messages={"required": "Select the organisation that answers"},
    )
    file = forms.FileField(
        label="File",
        required=False,
        help_text="Word, PDF, saved web page, Excel, CSV, email, Markdown or text, up to 25 MB.",
    )
    text = LinesField(
        label="Or paste the text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=500_000,
    )
    source_url = forms.URLField(label="Address it came from", required=False, assume_scheme="https")
    retrieved_on = DateField(label="Day you retrieved it", required=False)

    def __init__(self, *args, access, **kwargs):
        super().__init__(*args, **kwargs)
        organisations = Organisation.objects.exclude(kind=Organisation.Kind.DESIGNATED_BODY)
        if not access.administers:
            organisations = organisations.filter(pk__in=access.leads)
        self.fields["organisation"].queryset = organisations
        self.fields["report"].queryset = Report.objects.open()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError("The file must be smaller than 25 MB")
        return file

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not cleaned.get("text") and "file" not in self.errors:
            self.add_error("file", "Choose a file, or paste the text")
        return cleaned

    def document(self):
        """The name and the bytes that were given."""
        if file := self.cleaned_data["file"]:
            return file.name, file.read()
        return "Pasted text.txt", self.cleaned_data["text"].encode()


class DecisionForm(forms.Form):
    """One proposal: accept it, for which recommendation and from where to where, or set it aside."""

    decision = forms.ChoiceField(
        label="What to do with it",
        choices=[(ACCEPT, "Accept these words"), (SET_ASIDE, "Set aside")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether to accept these words"},
    )
    recommendation = forms.ModelChoiceField(None, label="Recommendation", empty_label=None)
    first = forms.TypedChoiceField(label="Begins with", coerce=int)
    last = forms.TypedChoiceField(label="Ends with", coerce=int)
    position = forms.ChoiceField(choices=Position)
    progress = forms.ChoiceField(choices=Progress)

    def __init__(self, *args, recommendations, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recommendation"].queryset = recommendations
        self.fields["recommendation"].label_from_instance = lambda row: (
            f"Recommendation {row.number}"
        )
        for name in ("first", "last"):
            self.fields[name].choices = places

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first", 0) > cleaned.get("last", 0) and "last" in cleaned:
            self.add_error("last", "Select an end that comes after the beginning")
        return cleaned
