"""What an answer looks like when it is typed. Nothing here decides who may type it."""

from django import forms
from django.db.models import Q

from govuk.forms import DateField, LineField, LinesField
from recommendations.models import NPCCDependency, Recommendation

from ..vocabulary import Position, Progress

LONGEST_ACCOUNT = 20_000


class VersionedForm(forms.Form):
    """A form of one answer; `version` is the one that its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, response=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.response = response

    def words(self, without=frozenset()):
        """What was typed, as `actions.save_draft` takes it, but for the fields named in `without`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in without}

    def draft_fields(self):
        """The fields of a draft that this form holds, as `history.drafts.Field`."""
        return [(name, "") for name in self.fields if name != "version"]

    def name_of(self, field):
        """The name that this form gives to a field of a draft; "" where it has none."""
        name, label = field
        return name if name in self.fields and not label else ""


class AnswerForm(VersionedForm):
    position = forms.ChoiceField(
        label="What does the organisation say of this recommendation?",
        choices=Position,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the organisation says of this recommendation"},
    )
    progress = forms.ChoiceField(
        label="How far is it?",
        choices=Progress,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how far it is"},
    )
    waits_on_dependencies = forms.ModelMultipleChoiceField(
        label="NPCC positions that this answer waits on",
        queryset=NPCCDependency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    waits_on_recommendations = forms.ModelMultipleChoiceField(
        label="Other recommendations that this answer waits on",
        queryset=Recommendation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    account = LinesField(
        label="Account of what was done",
        help_text="Say what was done, by whom and when, in words that anyone can follow once it is published.",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST_ACCOUNT,
        required=False,
        strip=False,
    )
    lead = LineField(
        label="Who leads on this",
        help_text="A name or a post, such as head of public protection.",
        max_length=150,
        required=False,
    )
    target_on = DateField(
        label="When it should be complete", help_text="For example, 27 3 2026.", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["waits_on_dependencies"].queryset = NPCCDependency.objects.order_by("title")
        self.fields["waits_on_recommendations"].queryset = self._others()
        self.fields["waits_on_recommendations"].label_from_instance = lambda other: (
            f"Recommendation {other.number} ({other.addressed_to or 'addressees not held'})"
        )

    def _others(self):
        """The other recommendations of the same report."""
        asked = self.response.recommendation
        return Recommendation.objects.filter(~Q(pk=asked.pk), report=asked.report_id).order_by(
            "order"
        )

    def clean(self):
        typed = super().clean()
        waits = typed.get("waits_on_dependencies") or typed.get("waits_on_recommendations")
        if typed.get("progress") == Progress.WAITING and not waits:
            self.add_error(
                "waits_on_dependencies",
                "Select what it waits on, here or among the other recommendations",
            )
        return typed


class SubAnswersForm(VersionedForm):
    """One text for each sub-recommendation. A field is named by the key of its part; answers are kept by label."""

    all_optional = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = self.response.recommendation.parts
        said = self.initial.get("sub_answers", {})
        for part in self.parts:
            self.initial[f"part_{part.pk}"] = said.get(part.label, "")
            self.fields[f"part_{part.pk}"] = LinesField(
                label=f"{part.label}. {part.text}",
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=LONGEST_ACCOUNT,
                required=False,
                strip=False,
            )

    def words(self, without=frozenset()):
        names = {part.label: f"part_{part.pk}" for part in self.parts}
        typed = {
            label: self.cleaned_data[name] for label, name in names.items() if name not in without
        }
        return {"version": self.cleaned_data["version"], "sub_answers": typed}

    def draft_fields(self):
        return [("sub_answers", part.label) for part in self.parts]

    def name_of(self, field):
        name, label = field
        keys = [part.pk for part in self.parts if name == "sub_answers" and part.label == label]
        return f"part_{keys[0]}" if keys else ""


class RestoreForm(forms.Form):
    """The version of a draft to restore, and the version of the answer that the person saw."""

    number = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
