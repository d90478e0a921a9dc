"""What reviewers and policing bodies type or choose. Nothing here decides who may do it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone

from govuk.forms import DateField, LinesField, LongSelect
from recommendations.models import Organisation, Report
from supercomplaint.converters import Key

from ..models import ForceResponse
from ..queries.reviews import names_of_reviewers, reviewers

LONGEST_NOTE = 5_000
LONGEST_COMMENT = 10_000


class QueueForm(forms.Form):
    """What narrows the queue. A value that it does not know is left out, and `notices` says so."""

    all_optional = True

    report = forms.ModelChoiceField(
        Report.objects.none(),
        widget=LongSelect,
        required=False,
        to_field_name="slug",
        empty_label="All reports",
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        widget=LongSelect,
        required=False,
        to_field_name="slug",
        empty_label="All organisations",
    )

    def __init__(self, *args, answers, **kwargs):
        """`answers` are those of the queue: only their reports and organisations are offered."""
        super().__init__(*args, **kwargs)
        # One answer of each is enough: to list those of all answers takes a tenth of a second at 500,000.
        of_report = answers.filter(recommendation__report=OuterRef("pk"))
        of_organisation = answers.filter(organisation=OuterRef("pk"))
        reports = Report.objects.filter(Exists(of_report))
        self.fields["report"].queryset = reports.order_by("-published_on", "title")
        self.fields["organisation"].queryset = Organisation.objects.filter(Exists(of_organisation))

    def narrow(self, answers):
        self.full_clean()
        if report := self.cleaned_data.get("report"):
            answers = answers.filter(recommendation__report=report)
        if organisation := self.cleaned_data.get("organisation"):
            answers = answers.filter(organisation=organisation)
        return answers

    def notices(self):
        return [
            f"No such {name} is in this queue, so every {name} is shown." for name in self.errors
        ]

    def as_understood(self):
        """The form again, with what it understood of its values."""
        return {name: chosen.slug for name, chosen in self.cleaned_data.items() if chosen}


class RowsField(forms.ModelMultipleChoiceField):
    """Rows that are ticked in a table. A key that no database can hold is of no row."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": "Select at least one answer",
        "invalid_choice": "One of these is no longer in this list. Look again and select those that are.",
    }

    def clean(self, value):
        if not all(re.fullmatch(Key.regex, key) for key in value or []):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class ClaimManyForm(forms.Form):
    answers = RowsField(ForceResponse.objects.none())

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answers"].queryset = rows


class ClaimForm(forms.Form):
    reviewer = forms.ModelChoiceField(
        None,
        widget=LongSelect,
        label="Who judges this answer?",
        required=False,
        empty_label="Nobody",
        error_messages={"invalid_choice": "Select a reviewer from the list"},
    )
    all_optional = True

    def __init__(self, *args, organisation, **kwargs):
        """`organisation` is the key of the one that answers."""
        super().__init__(*args, **kwargs)
        field = self.fields["reviewer"]
        field.queryset = reviewers(organisation)
        field.choices = [("", field.empty_label), *names_of_reviewers(organisation)]


class NoteForm(forms.Form):
    text = LinesField(
        label="Note for colleagues",
        help_text="Other reviewers see it. No organisation does.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the note"},
    )


class CommentForm(forms.Form):
    text = LinesField(
        label="Comment",
        help_text="Say what action the policing body proposes, or why it proposes none.",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter the comment"},
    )
    assures = forms.BooleanField(label="We are assured by this answer", required=False)
    said_on = DateField(label="Date of the comment")
    is_published = forms.BooleanField(
        label="Publish this comment",
        help_text="Everybody can read it beside the answer, once the answer itself is published.",
        required=False,
    )

    def clean_said_on(self):
        return not_in_the_future(self.cleaned_data["said_on"])


def not_in_the_future(day):
    if day > timezone.localdate():
        raise ValidationError("The date must be today or in the past")
    return day
