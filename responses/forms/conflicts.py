"""What two people wrote into the same field of a draft, and whose words stay."""

from django import forms

MINE = "mine"
THEIRS = "theirs"
CHOICES = [
    (MINE, "Keep mine, as it is in the box below. You can change it there"),
    (THEIRS, "Take theirs"),
]


class ConflictForm(forms.Form):
    """One question for each field of a draft that two people changed. `fields_of_draft` are its bound fields."""

    clashing = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, typed, *, fields_of_draft, saved_by):
        names = [field.name for field in fields_of_draft]
        super().__init__(typed, initial={"clashing": names})
        self.names = names
        self.fields["clashing"].choices = [(name, name) for name in names]
        for field in fields_of_draft:
            self.fields[_choice(field.name)] = forms.ChoiceField(
                label=f"Which do you want to keep? {field.label}",
                help_text=f"You and {saved_by} both changed this.",
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select which to keep: {field.label}"},
            )

    def question(self, name):
        """The bound question about a field of the draft."""
        return self[_choice(name)]

    def taken(self):
        """The names of the fields where the other person's words stay."""
        return {name for name in self.names if self.cleaned_data[_choice(name)] == THEIRS}


def _choice(name):
    return f"choice_{name}"
