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

    def words(self):
        """What was typed, as `actions.save_draft` takes it."""
        return self.cleaned_data


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
    target_on = DateField(label="When it should be complete", help_text="For example, 27 3 2026.", required=False)

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
        return Recommendation.objects.filter(~Q(pk=asked.pk), report=asked.report_id).order_by("order")

    def clean(self):
        typed = super().clean()
        waits = typed.get("waits_on_dependencies") or typed.get("waits_on_recommendations")
        if typed.get("progress") == Progress.WAITING and not waits:
            self.add_error("waits_on_dependencies", "Select what it waits on, here or among the other recommendations")
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

    def words(self):
        typed = {part.label: self.cleaned_data[f"part_{part.pk}"] for part in self.parts}
        return {
            "version": self.cleaned_data["version"],
            "sub_answers": {label: text for label, text in typed.items() if text.strip()},
        }


class SeveralForm(forms.Form):
    """The words of one answer, and the recommendations that it answers."""

    chosen_answers = forms.MultipleChoiceField(
        label="Which recommendations does this answer?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select the recommendations that this answers",
            "invalid_choice": "Somebody changed one of these answers since you opened this page: select them again",
        },
    )
    position = AnswerForm.base_fields["position"]
    progress = AnswerForm.base_fields["progress"]
    waits_on_dependencies = AnswerForm.base_fields["waits_on_dependencies"]
    account = AnswerForm.base_fields["account"]

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = {f"{answer.pk}:{answer.version}": answer for answer in answers}
        self.fields["chosen_answers"].choices = [(value, _name(answer)) for value, answer in self.answers.items()]
        self.fields["waits_on_dependencies"].queryset = NPCCDependency.objects.order_by("title")

    def clean(self):
        typed = super().clean()
        if typed.get("progress") == Progress.WAITING and not typed.get("waits_on_dependencies"):
            self.add_error("waits_on_dependencies", "Select what it waits on")
        return typed

    def chosen(self):
        return [self.answers[value] for value in self.cleaned_data["chosen_answers"]]

    def words(self):
        words = {name: value for name, value in self.cleaned_data.items() if name != "chosen_answers"}
        return words | {"versions": {answer.pk: answer.version for answer in self.chosen()}}


def _name(answer):
    asked = answer.recommendation
    return f"Recommendation {asked.number}, {asked.report} ({answer.organisation})"
