"""How a form of the site looks on the admin site."""

from django import forms
from django.contrib.admin.helpers import AdminForm

from govuk.forms import PARTS, DateWidget

LOOKS = {
    forms.RadioSelect: "radiolist",
    forms.CheckboxSelectMultiple: "radiolist",
    forms.Textarea: "vLargeTextField",
    forms.TextInput: "vTextField",
}


def drawn(form, model_admin):
    """`form` as the admin site draws one. Its labels are sentences or parts of them: no colon follows."""
    form.label_suffix = ""
    for field in form.fields.values():
        if isinstance(field.widget, DateWidget):
            _name_boxes(field.widget)
        elif look := LOOKS.get(type(field.widget)):
            field.widget.attrs["class"] = look
    visible = [field.name for field in form.visible_fields()]
    return AdminForm(form, [(None, {"fields": visible})], {}, model_admin=model_admin)


def _name_boxes(date):
    """The boxes of a date have one label between them."""
    for part, box in zip(PARTS, date.widgets, strict=True):
        box.attrs |= {"aria-label": part.capitalize(), "placeholder": part.capitalize(), "size": 6}
