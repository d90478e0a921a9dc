"""How a form field looks: its template, its control, its errors. `templates/govuk/` draws every form with these."""

from django import forms, template
from django.forms.utils import flatatt

from ..forms import DateWidget, bad_parts
from ..jinja import draw

register = template.Library()


# The first kind that a widget is an instance of decides the template in templates/govuk/field/.
CONTROLS = [
    (DateWidget, "date", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (
        forms.PasswordInput,
        "password",
        "govuk-input govuk-password-input__input govuk-js-password-input-input",
    ),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.Widget, "input", "govuk-input"),
]


def _control(field):
    return next(
        (kind, classes)
        for widget, kind, classes in CONTROLS
        if isinstance(field.field.widget, widget)
    )


@register.filter
def control_template(field):
    """The template that draws a bound field of a form."""
    return f"govuk/field/{_control(field)[0]}.html"


@register.simple_tag
def filters(form):
    """The fields of a form of filters. It has no errors, and stands on pages that are asked for often."""
    return draw("govuk/_filters.jinja", form=form, attributes=_attributes, flat=_flat)


def _attributes(field, classes):
    described_by = {"aria-describedby": f"{field.auto_id}_helptext"} if field.help_text else {}
    return {"class": classes} | described_by


def _flat(of_widget, of_field):
    return flatatt(of_widget | of_field)


@register.filter
def error_target(field):
    """The id that a link in the error summary leads to: a box that can be typed in or ticked."""
    kind, _ = _control(field)
    if kind == "date":
        return f"{field.auto_id}_{bad_parts(field)[0]}"
    return f"{field.auto_id}_0" if kind in ("radios", "checkboxes") else field.id_for_label


@register.filter
def errors_in_words(field):
    """The errors of a field. Where its form has no words of its own for an empty field, its label makes them."""
    empty = str(forms.Field.default_error_messages["required"])
    return [_empty_in_words(field) if error == empty else error for error in field.errors]


def _empty_in_words(field):
    verb = "Enter" if _control(field)[0] in ("input", "password", "textarea", "date") else "Select"
    label = str(field.label)
    return f"{verb} {label[:1].lower()}{label[1:]}"


@register.filter
def counted_to(field):
    """The most characters that a text of several lines may have; it gets a counter instead of a hard stop."""
    return _control(field)[0] == "textarea" and field.field.max_length


@register.filter
def described_by(field):
    """The ids of what explains a field: its hint, its error, its counter."""
    parts = {"_helptext": field.help_text, "_error": field.errors, "-info": counted_to(field)}
    return " ".join(f"{field.auto_id}{name}" for name, there in parts.items() if there)


@register.filter
def control(field):
    """The element of a bound field, with its looks and what describes it."""
    _, classes = _control(field)
    attrs = {
        "class": " ".join(
            filter(None, [classes, field.field.widget.attrs.get("class"), _error_class(field)])
        )
    }
    attrs["placeholder"] = False  # it goes as soon as somebody types, and is too faint to read
    if description := described_by(field):
        attrs["aria-describedby"] = description
    if counted_to(field):
        attrs |= {"maxlength": False, "class": attrs["class"] + " govuk-js-character-count"}
    return field.as_widget(attrs=attrs)


def _error_class(field):
    block = _control(field)[1].split(" ")[0]
    return f"{block}--error" if field.errors and not block.endswith("__input") else ""


@register.filter
def date_boxes(field):
    """The three boxes of a date, each with its name and whether it is wrong."""
    boxes = field.subwidgets[0].data["subwidgets"]
    wrong = bad_parts(field)
    for number, box in enumerate(boxes):
        if number in wrong:
            box["attrs"]["class"] += " govuk-input--error"
        else:
            box["attrs"].pop("aria-invalid", None)
    return zip(("Day", "Month", "Year"), boxes, strict=True)
