"""What a step asks for when it is typed: a reason, a declaration. Nothing here decides who may take it."""

from django import forms

from govuk.forms import LinesField

from ..vocabulary import Closure
from .answers import VersionedForm

LONGEST_REASON = 2_000

# Neutral sentences that a reviewer may start from when an answer goes back.
REASONS_TO_START_FROM = [
    "Say which specialist organisations were consulted.",
    "Say what was done, by whom and by when.",
    "Name the evidence that shows this, with its date.",
    "Answer each sub-recommendation.",
    "Say what the organisation does until the national position is settled.",
]


class StepForm(VersionedForm):
    """What a step asks for: a reason where it needs one, a declaration where somebody signs."""

    reason = LinesField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter the reason"},
    )
    closed_because = forms.ChoiceField(
        label="Why is it closed?",
        choices=Closure,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it is closed"},
    )
    unchanged = forms.BooleanField(
        label="This says the same as the last update, and I mean to send it again",
        error_messages={"required": "Confirm that you mean to send the same answer again"},
    )
    declared = forms.BooleanField(
        label="I have read this answer, and I sign it off for my organisation",
        error_messages={"required": "Confirm that you have read this answer and sign it off"},
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, step, is_unchanged=False, **kwargs):
        super().__init__(*args, **kwargs)
        unused = {
            "reason": not step.needs_reason,
            "closed_because": not step.needs_closure,
            "declared": not step.sends,
            "unchanged": not (step.sends and is_unchanged),
            "shown": not step.needs_words,
        }
        for name, is_unused in unused.items():
            if is_unused:
                del self.fields[name]

    def words(self):
        """What was typed, as `actions.take_step` takes it."""
        not_for_the_action = ("declared", "shown")
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in not_for_the_action
        }


class ReasonForm(forms.Form):
    reason = LinesField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter the reason"},
    )
