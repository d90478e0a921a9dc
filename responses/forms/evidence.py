"""What is typed or chosen to cite evidence. Nothing here decides who may."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.template.defaultfilters import filesizeformat

from files import Unusable, intake, types
from files.uploads import MOST_FILES
from govuk.forms import DateField

from ..models import Evidence

WHOLE = "The whole recommendation"
CHOOSE_AGAIN = "Choose the files again: the browser does not keep them when something else has to be mended."
BROKEN_OFF = "The upload broke off before its end. Choose the files again."


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several files at once, each as intake.Received; the errors of all of them together."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        files = data or []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at once", code="many")
        received, faults = [], []
        for file in files:
            try:
                received.append(intake.receive(file))
            except Unusable as fault:
                faults.append(str(fault))
        if faults:
            raise ValidationError(faults)
        return received


class PlaceForm(forms.Form):
    """Where in the answer something is cited."""

    sub_label = forms.ChoiceField(label="What does it show?", required=False)
    where = forms.CharField(
        label="Page or paragraph", max_length=100, required=False, help_text="For example, pages 4 to 6."
    )

    def __init__(self, *args, labels, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(label, f"Sub-recommendation {label}") for label in labels]
        self.fields["sub_label"].choices = [("", WHOLE), *parts]
        self.order_fields([name for name in self.fields if name not in PlaceForm.base_fields])
        if not parts:
            self.fields["sub_label"].widget = forms.HiddenInput()


class ThingForm(PlaceForm):
    """Evidence that the organisation has not cited before."""

    title = forms.CharField(label="Title", max_length=300, error_messages={"required": "Enter its title"})
    kind = forms.ChoiceField(
        label="What kind of thing is it?",
        choices=Evidence.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of thing it is"},
    )
    dated = forms.CharField(
        label="Date as it states it",
        max_length=40,
        required=False,
        help_text="In its own words, for example 18/03/21 or Spring 2021.",
    )
    dated_on = DateField(
        label="Day it was issued", required=False, help_text="If it can be told. For example, 18 3 2021."
    )
    is_public = forms.BooleanField(
        label="Anyone may see it once the answer is published",
        required=False,
        help_text="Otherwise only your organisation sees it, and those who read the answer that you send.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["files", "url", "title", "kind", "dated", "dated_on", "sub_label", "where", "is_public"])


class FilesForm(ThingForm):
    files = FilesField(
        label="Files",
        error_messages={"required": "Choose at least one file. If you chose one, it did not arrive: choose it again."},
    )
    end = forms.CharField(widget=forms.HiddenInput, initial="end", required=False)  # the last thing that is sent

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        self.fields["files"].help_text = f"{types.TAKEN}. Up to {MOST_FILES} files, each up to {most}."
        self.fields["files"].widget.attrs["accept"] = ",".join(types.TYPES)
        self.fields["title"].required = False
        self.fields["title"].help_text = "If you leave it empty: the name of the file."

    def clean(self):
        cleaned = super().clean()
        if not cleaned.pop("end", "") and "files" not in self.errors:
            self.add_error("files", BROKEN_OFF)
        if cleaned.get("title") and len(cleaned.get("files", [])) > 1:
            self.add_error("title", "Leave the title empty for several files: each has the name of its file")
        if self.errors and "files" not in self.errors:
            self.add_error("files", CHOOSE_AGAIN)
        return cleaned


class LinkForm(ThingForm):
    url = forms.URLField(
        label="Web address",
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="For example, https://www.example.org/policy. Nobody fetches it: it is shown as a link.",
        error_messages={
            "required": "Enter the web address",
            "invalid": "Enter a web address, such as www.example.org",
        },
    )


class ReferenceForm(ThingForm):
    """Only the name of a thing that lies elsewhere, such as a bulletin."""


class AgainForm(PlaceForm):
    evidence = forms.ModelChoiceField(
        queryset=Evidence.objects.none(),
        label="Evidence of your organisation",
        empty_label="Choose",
        error_messages={
            "required": "Select what to cite",
            "invalid_choice": "Select what to cite: that one is not in the list",
        },
    )

    def __init__(self, *args, evidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = evidence
        self.order_fields(["evidence"])


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        help_text="Those who read the answers that cite it will see this.",
        error_messages={"required": "Enter why it is withdrawn"},
    )


class ShowForm(forms.Form):
    """Make evidence public or private. Going public asks for a tick on each finding."""

    is_public = forms.TypedChoiceField(
        choices=[("yes", "Public"), ("no", "Private")],
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
        error_messages={"required": "Choose again whether to make it public"},
    )
    looked_at = forms.MultipleChoiceField(
        label="Tick each one that you have looked at",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, evidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.evidence = evidence
        self.initial["is_public"] = "no" if evidence.is_public else "yes"
        if evidence.is_public or not evidence.findings:
            del self.fields["looked_at"]
        else:
            self.fields["looked_at"].choices = [(finding, finding) for finding in evidence.findings]

    def clean(self):
        cleaned = super().clean()
        missing = set(self.evidence.findings) - set(cleaned.get("looked_at", []))
        if cleaned.get("is_public") and missing and "looked_at" in self.fields:
            self.add_error("looked_at", "Look at each thing that we found, and tick it")
        return cleaned
