"""What an answer looks like when it is typed. Nothing here decides who may type it."""

from django import forms

from supercomplaint.forms import LinesField

from .vocabulary import Position, Progress


class AnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
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
    account = LinesField(
        label="Account of what was done",
        help_text="Say what was done, by whom and when, in words that anyone can follow once it is published.",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        required=False,
        strip=False,
    )
