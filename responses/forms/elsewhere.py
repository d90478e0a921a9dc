"""What is typed about a response that was published elsewhere. Nothing here decides who may."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from govuk.forms import MONTHS, LongSelect
from recommendations.models import Organisation, Precision, Recommendation, Report
from recommendations.models.facts import web_address

FIRST_YEAR = 2018  # of the first super-complaint
NOT_A_DAY = "Enter a date such as 21 November 2024, November 2024 or 2024"
SHAPES = [
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(-(?P<day>[0-9]{1,2}))?"),
    re.compile(r"((?P<day>[0-9]{1,2})/)?(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"),
    re.compile(r"((?P<day>[0-9]{1,2}) )?(?P<name>[A-Za-z]{3,9}) (?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})"),
]


class PartialDayField(forms.CharField):
    """A day, a month or a year, in one box: its first day and how exact it is."""

    def clean(self, value):
        typed = " ".join(super().clean(value).split())
        if not typed:
            return None, Precision.NONE
        for shape in SHAPES:
            if match := shape.fullmatch(typed):
                return _read(match.groupdict())
        raise ValidationError(NOT_A_DAY)


def _read(parts):
    year = int(parts["year"])
    month = _month(parts)
    precision = Precision.YEAR
    if parts.get("day"):
        precision = Precision.DAY
    elif month:
        precision = Precision.MONTH
    try:
        day = datetime.date(year, month or 1, int(parts.get("day") or 1))
    except ValueError:
        raise ValidationError("Date must be a real date") from None
    if year < FIRST_YEAR or day > timezone.localdate():
        raise ValidationError(f"Date must be between {FIRST_YEAR} and today")
    return day, precision


def _month(parts):
    if name := parts.get("name"):
        months = [
            number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower())
        ]
        if not months:
            raise ValidationError(NOT_A_DAY)
        return months[0]
    return int(parts.get("month") or 0)


class OfAReportForm(forms.Form):
    """Which organisation it is about, of those that this person may write for."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), widget=LongSelect)

    def __init__(self, *args, report, organisations, **options):
        super().__init__(*args, **options)
        self.report = report
        self.fields["organisation"].queryset = organisations


class ElsewhereForm(OfAReportForm):
    address = forms.CharField(
        label="Address of the page",
        max_length=500,
        help_text="Copy it from your browser. It begins with https://",
        error_messages={"required": "Enter the address of the page"},
    )
    published = PartialDayField(
        label="When it was published (optional)",
        required=False,
        max_length=40,
        help_text="For example, 21 November 2024. Enter the month or the year if you know no more.",
    )
    recommendations = forms.CharField(
        label="Recommendations that it answers (optional)",
        required=False,
        max_length=300,
        help_text="For example, 7, 10. Leave blank if you have not read it.",
    )
    read_whole = forms.BooleanField(
        label="I have read it to its end: it answers only these", required=False
    )

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        try:
            web_address(address)
        except ValidationError:
            raise ValidationError("Enter an address that begins with http:// or https://") from None
        return address

    def clean_recommendations(self):
        numbers = [part.strip() for part in re.split("[,;]", self.cleaned_data["recommendations"])]
        numbers = [number for number in numbers if number]
        named = Recommendation.objects.filter(report=self.report, number__in=numbers)
        unknown = sorted(set(numbers) - {recommendation.number for recommendation in named})
        if unknown:
            raise ValidationError(f"The report has no recommendation {', '.join(unknown)}")
        return list(named)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("read_whole") and not cleaned.get("recommendations"):
            self.add_error("recommendations", "Enter the recommendations that it answers")
        return cleaned

    @property
    def facts(self):
        """What `record_elsewhere` takes."""
        published_on, precision = self.cleaned_data["published"]
        return {
            "address": self.cleaned_data["address"],
            "published_on": published_on,
            "precision": precision,
            "recommendations": self.cleaned_data["recommendations"],
            "read_whole": self.cleaned_data["read_whole"],
            "checked_on": timezone.localdate(),  # whoever copies an address has just opened it
        }


class LookForm(OfAReportForm):
    prefix = "look"

    place = forms.CharField(
        label="Where did you look?",
        max_length=300,
        help_text="For example, the force’s website, its publication scheme and its news pages.",
        error_messages={"required": "Enter where you looked"},
    )


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label="Why is it wrong?", max_length=300, error_messages={"required": "Enter the reason"}
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        help_text="Its first line names the columns. Nothing is recorded if one line is wrong.",
        error_messages={"required": "Choose a file"},
    )


class ReportChoiceForm(forms.Form):
    report = forms.ModelChoiceField(
        Report.objects.none(), to_field_name="slug", empty_label=None, required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["report"].queryset = Report.objects.open().order_by("-published_on", "slug")
