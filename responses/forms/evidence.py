"""What is typed or chosen to cite evidence. Nothing here decides who may."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.template.defaultfilters import filesizeformat

from files import Unusable, intake, types
from files.uploads import MOST_FILES
from govuk.forms import DateField, LineField

from ..models import Evidence

WHOLE = "The whole recommendation"
CHOOSE_AGAIN = (
    "Choose the files again: the browser does not keep them when something else has to be mended."
)
BROKEN_OFF = "The upload broke off before its end. Choose the files again."


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several files at once, each as intake.Received; the errors of all of them together."""

    widget = ManyFiles
    received = ()

    def clean(self, data, initial=None):
        files = data or []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at once", code="many")
        self.received = []
        faults = []
        for file in files:
            try:
                self.received.append(intake.receive(file))
            except Unusable as fault:
                faults.append(str(fault))
        if faults:
            raise ValidationError(faults)
        return self.received


class PlaceForm(forms.Form):
    """Where in the answer something is cited."""

    sub_label = forms.ChoiceField(label="What does it show?", required=False)
    where = LineField(
        label="Page or paragraph",
        max_length=100,
        required=False,
        help_text="For example, pages 4 to 6.",
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

    title = LineField(label="Title", max_length=300, error_messages={"required": "Enter the title"})
    kind = forms.ChoiceField(
        label="Type of document",
        choices=Evidence.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type of document"},
    )
    dated = LineField(
        label="Date on the document",
        max_length=40,
        required=False,
        help_text="As it is written there, for example 18/03/21 or Spring 2021.",
    )
    dated_on = DateField(
        label="Day it was issued", required=False, help_text="For example, 18 3 2021."
    )
    # The key of what is held already, once this person was asked about it.
    held = forms.IntegerField(widget=forms.HiddenInput, required=False)
    is_public = forms.BooleanField(
        label="Anyone may see it once the answer is published",
        required=False,
        help_text="If you leave this blank, it is private: your force, HMICFRS and your policing body can see it.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(
            [
                "files",
                "url",
                "title",
                "kind",
                "dated",
                "dated_on",
                "sub_label",
                "where",
                "is_public",
            ]
        )


class FilesForm(ThingForm):
    files = FilesField(
        label="Files",
        error_messages={
            "required": "Choose at least one file. If you chose one, it did not arrive: choose it again."
        },
    )
    end = forms.CharField(
        widget=forms.HiddenInput, initial="end", required=False
    )  # the last thing that is sent

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        self.fields[
            "files"
        ].help_text = f"{types.TAKEN}. Up to {MOST_FILES} files, each up to {most}."
        self.fields["files"].widget.attrs["accept"] = ",".join(types.TYPES)
        self.fields["title"].required = False
        self.fields["title"].help_text = "Leave blank to use the file name."

    def clean(self):
        cleaned = super().clean()
        if not cleaned.pop("end", "") and "files" not in self.errors:
            self.add_error("files", BROKEN_OFF)
        if cleaned.get("title") and len(cleaned.get("files", [])) > 1:
            self.add_error(
                "title", "Leave the title empty for several files: each has the name of its file"
            )
        if self.errors and "files" not in self.errors:
            self.add_error("files", CHOOSE_AGAIN)
        return cleaned


class UploadForm(forms.Form):
    """Files alone: each is described on the next page, where none is lost."""

    files = FilesField(
        label="Files",
        error_messages={
            "required": (
                "Choose at least one file. If you chose one, it did not arrive: choose it again."
            )
        },
    )
    end = forms.CharField(widget=forms.HiddenInput, initial="end", required=False)

    def __init__(self, *args, labels=(), **kwargs):
        super().__init__(*args, **kwargs)
        most = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        taken = f"{types.TAKEN}. Up to {MOST_FILES} files, each up to {most}."
        self.fields["files"].help_text = f"{taken} You describe each one on the next page."
        self.fields["files"].widget.attrs["accept"] = ",".join(types.TYPES)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.pop("end", "") and "files" not in self.errors:
            self.add_error("files", BROKEN_OFF)
        return cleaned

    def good_files(self):
        """Those that can be kept although others of the same form have a fault."""
        return self.fields["files"].received if self.data.get("end") else []


AUDIENCES = [
    ("private", "Private: your force, HMICFRS and your policing body can see it"),
    ("public", "Public: anyone can see it once the answer is published"),
]


class DetailsForm(forms.Form):
    """Title, type and date of evidence."""

    title = LineField(label="Title", max_length=300, error_messages={"required": "Enter the title"})
    kind = forms.ChoiceField(
        label="Type of document",
        choices=[("", "Choose"), *Evidence.Kind.choices],
        error_messages={"required": "Select the type of document"},
    )
    dated = LineField(
        label="Date on the document",
        max_length=40,
        required=False,
        help_text="As it is written there, for example 18/03/21 or Spring 2021.",
    )
    dated_on = DateField(
        label="Day it was issued", required=False, help_text="For example, 18 3 2021."
    )


class DescribeForm(DetailsForm):
    """One file that waits: what it is, who can see it, and what it shows."""

    audience = forms.ChoiceField(
        label="Who can see it",
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who can see it"},
    )
    sub_labels = forms.MultipleChoiceField(
        label="What does it show?", required=False, widget=forms.CheckboxSelectMultiple
    )
    where = LineField(
        label="Page or paragraph",
        max_length=100,
        required=False,
        help_text="For example, pages 4 to 6.",
    )
    leave_out = forms.BooleanField(label="Do not add this file", required=False)

    def __init__(self, *args, file, held, labels, **kwargs):
        self.file = file
        self.held = held
        start = {"title": file.file_name, "audience": "private"}
        if held:
            start = held.as_stated() | {"dated_on": held.dated_on}
            start["audience"] = "" if held.is_public else "private"
        super().__init__(*args, initial=start, prefix=f"file{file.pk}", **kwargs)
        if held and not held.is_public:
            self.fields["audience"].choices = AUDIENCES[:1]
            self.fields["audience"].help_text = "You can make it public on its own page."
        parts = [(label, f"Sub-recommendation {label}") for label in labels]
        self.fields["sub_labels"].choices = [("", WHOLE), *parts]
        if not parts:
            del self.fields["sub_labels"]

    @property
    def is_left_out(self):
        return self.data.get(self.add_prefix("leave_out")) == "on"

    def full_clean(self):
        """A file that is left out needs no description."""
        super().full_clean()
        if self.is_bound and self.is_left_out:
            self._errors.clear()

    def typed(self):
        """What `actions.describe_files` takes, or None for a file that is not to be added."""
        if self.is_left_out:
            return None
        typed = self.cleaned_data.copy()
        typed.pop("leave_out")
        typed["is_public"] = typed.pop("audience") == "public"
        return typed


class LinkForm(ThingForm):
    url = forms.URLField(
        label="Web address",
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="For example, https://www.example.org/policy. We show it as a link and do not download it.",
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
    reason = LineField(
        label="Why is it withdrawn?",
        max_length=300,
        help_text="Those who read the answers that cite it will see this.",
        error_messages={"required": "Enter why it is withdrawn"},
    )


LOOK_AT_EACH = "Look at each thing that we found, and tick it"


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
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": LOOK_AT_EACH},
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
        if cleaned.get("is_public") and missing and "looked_at" in cleaned:
            self.add_error("looked_at", LOOK_AT_EACH)
        return cleaned


class RestoreForm(forms.Form):
    reason = LineField(
        label="Why do you undo the withdrawal?",
        max_length=300,
        error_messages={"required": "Enter why you undo the withdrawal"},
    )


class ReplaceForm(forms.Form):
    """One file, the newer version of what is held."""

    files = FilesField(label="Newer version", error_messages={"required": "Choose the file"})

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > 1:
            raise ValidationError("Choose one file", code="many")
        return files


class EditCitationForm(PlaceForm):
    """Another page, or another part, for a citation of a draft."""


class AnswersForm(forms.Form):
    """Answers and their parts that can cite a thing, on one page."""

    places = forms.MultipleChoiceField(
        label="Where should it be cited?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one answer"},
    )
    where = LineField(
        label="Page or paragraph",
        max_length=100,
        required=False,
        help_text="For example, pages 4 to 6. It is used for each answer that you tick.",
    )

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {}
        for answer in answers:
            asked = answer.recommendation
            name = f"{asked.report.title}, recommendation {asked.number}"
            self._offer(answer, "", name)
            for part in asked.sub_recommendations.all():
                self._offer(answer, part.label, f"{name}, sub-recommendation {part.label}")
        self.fields["places"].choices = [(key, name) for key, (name, *_) in self.places.items()]

    def _offer(self, answer, sub_label, name):
        self.places[f"{answer.pk}:{sub_label}"] = (name, answer, sub_label)

    def chosen(self):
        """Answer, part and page of each place, for `actions.cite_in_answers`."""
        where = self.cleaned_data["where"]
        places = [self.places[key] for key in self.cleaned_data["places"]]
        return [(answer, sub_label, where) for _, answer, sub_label in places]
