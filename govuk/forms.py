"""Fields that Django does not have: a day in three parts or in one box, and a text of several lines."""

import calendar
import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt

from .jinja import draw
from .text import clean_line, clean_lines, turns_the_line

MONTHS = [name.lower() for name in calendar.month_name[1:]]
PARTS = ["day", "month", "year"]
PART_ERRORS = [
    "Day must be a number from 1 to 31",
    "Month must be a number from 1 to 12 or a name, such as 3 or March",
    "Year must have 4 digits, such as 2021",
]
NOT_A_DAY = "Date must be a real date"


class DateWidget(forms.MultiWidget):
    """Three text boxes: x_0 the day, x_1 the month, x_2 the year."""

    use_fieldset = True

    def __init__(self, attrs=None):
        widths = {"day": 2, "month": 2, "year": 4}
        super().__init__([self._box(width) for width in widths.values()], attrs)

    @staticmethod
    def _box(width):
        classes = f"govuk-input govuk-date-input__input govuk-input--width-{width}"
        return forms.TextInput(attrs={"class": classes, "inputmode": "numeric"})

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DateField(forms.Field):
    """A date typed as day, month and year. Its errors carry the numbers of the parts that are wrong."""

    widget = DateWidget
    default_error_messages = {"required": "Enter the date"}

    def to_python(self, value):
        if value is None or isinstance(value, datetime.date):
            return value
        typed = [(part or "").strip() for part in value]
        if not any(typed):
            return None
        missing = [part for part in range(3) if not typed[part]]
        _refuse(missing, "Enter the {}")

        day = _number(typed[0], 31)
        month = _month(typed[1])
        year = _year(typed[2])
        wrong = [part for part, number in enumerate([day, month, year]) if number is None]
        _refuse(wrong, PART_ERRORS[wrong[0]] if len(wrong) == 1 else NOT_A_DAY)

        try:
            return datetime.date(year, month, day)
        except ValueError:
            # Each part can be right alone, as in 31 June.
            _refuse([0, 1, 2], NOT_A_DAY)


def _refuse(parts, message):
    if parts:
        names = " and ".join(PARTS[part] for part in parts)
        raise ValidationError(message.format(names), code="date", params={"parts": parts})


def _number(text, largest):
    # Not isdigit(), which takes digits of any script, and “²” too.
    if not re.fullmatch(r"[0-9]{1,2}", text):
        return None
    number = int(text)
    return number if 1 <= number <= largest else None


def _month(text):
    """The number of “3”, “03”, “March”, “mar” or “Mar.”"""
    name = text.lower().rstrip(".")
    if len(name) >= 3:
        for number, month in enumerate(MONTHS, 1):
            if month.startswith(name):
                return number
    return _number(text, 12)


def _year(text):
    return int(text) if re.fullmatch(r"[1-9][0-9]{3}", text) else None


def bad_parts(field):
    """The parts of a bound date field that its errors name; the first box when they name none."""
    errors = field.errors.as_data()
    named = set()
    for error in errors:
        named.update((error.params or {}).get("parts", []))
    if errors and not named:
        return [0]
    return sorted(named)


class DayField(forms.DateField):
    """A day of a filter, in one box: “2020-12-17” in an address, “17/12/2020” where people type it."""

    widget = forms.TextInput

    def __init__(self, **options):
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"],
            required=False,
            help_text="For example, 17/12/2020",
            **options,
        )

    def prepare_value(self, value):
        day = self.to_python(value)
        return f"{day:%d/%m}/{day.year:04}" if day else ""


TURNS_THE_LINE = (
    "Delete the invisible character that turns the letters around, or type that part again"
)


class LineField(forms.CharField):
    """Text of one line, without what nobody sees."""

    clean_text = staticmethod(clean_line)

    def to_python(self, value):
        if isinstance(value, str):
            value = self.clean_text(value)
            if turns_the_line(value):
                raise ValidationError(TURNS_THE_LINE, code="turns")
        return super().to_python(value)


class LinesField(LineField):
    """Text of several lines.

    A browser sends two characters for each line end and shows one: count one, and save one.
    """

    widget = forms.Textarea
    clean_text = staticmethod(clean_lines)


class LongSelect(forms.Select):
    """A select of many options, drawn in one go: Django draws a template for each option."""

    def use_required_attribute(self, initial):
        """No filter is required. To find that out Django would ask for the choices once more."""
        return False

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        choices = [(str(key), label) for key, label in self.choices]
        offered = dict(choices)
        choices += [(key, key) for key in chosen if key and key not in offered]
        attrs = flatatt(self.build_attrs(self.attrs, attrs))
        return draw("govuk/_select.jinja", name=name, attrs=attrs, choices=choices, chosen=chosen)
