"""One text for several answers: what it changes in each, and what it leaves."""

from django import forms

from govuk.forms import LinesField
from recommendations.models import NPCCDependency

from ..vocabulary import Position, Progress
from .answers import LONGEST_ACCOUNT

LEAVE = ""
ADD = "add"
REPLACE = "replace"
LEAVE_IT = (LEAVE, "Leave each as it is")
GONE = "Somebody changed one of these answers since you opened this page: select them again"


class SeveralForm(forms.Form):
    """What to change in the chosen answers. A field that is left, or empty, overwrites nothing."""

    chosen_answers = forms.MultipleChoiceField(
        label="Which recommendations do you want to change?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select the recommendations that you want to change",
            "invalid_choice": GONE,
        },
    )
    position = forms.ChoiceField(
        label="Position",
        choices=[LEAVE_IT, *Position.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    progress = forms.ChoiceField(
        label="Progress",
        choices=[LEAVE_IT, *Progress.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    waits_how = forms.ChoiceField(
        label="What each waits on",
        choices=[
            LEAVE_IT,
            (ADD, "Add the positions below"),
            (REPLACE, "Replace with the positions below"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    waits_on_dependencies = forms.ModelMultipleChoiceField(
        label="NPCC positions",
        queryset=NPCCDependency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    account_how = forms.ChoiceField(
        label="What you have done",
        choices=[
            LEAVE_IT,
            (ADD, "Add the text below at the end of each"),
            (REPLACE, "Replace each with the text below"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    account = LinesField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST_ACCOUNT,
        required=False,
        strip=False,
    )

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = {f"{answer.pk}:{answer.version}": answer for answer in answers}
        choices = [(value, _name(answer)) for value, answer in self.answers.items()]
        self.fields["chosen_answers"].choices = choices
        self.fields["waits_on_dependencies"].queryset = NPCCDependency.objects.order_by("title")

    def clean(self):
        typed = super().clean()
        self._refuse_half(
            "account_how", "account", bool((typed.get("account") or "").strip()), "text"
        )
        self._refuse_half(
            "waits_how",
            "waits_on_dependencies",
            bool(typed.get("waits_on_dependencies")),
            "positions",
        )
        changes = ("position", "progress", "waits_how", "account_how")
        if not self.errors and not any(typed.get(name) for name in changes):
            self.add_error(None, "Select what to change. Nothing is changed yet")
        return typed

    def _refuse_half(self, how, what, is_given, noun):
        """Something typed that would be left out, or a change with nothing to change to."""
        chosen = self.cleaned_data.get(how)
        if chosen and not is_given and what not in self.errors:
            self.add_error(what, f"Enter the {noun}, or leave each as it is")
        if not chosen and is_given and how not in self.errors:
            self.add_error(how, f"Select whether to add or replace: you gave {noun}")

    def chosen(self):
        return [self.answers[value] for value in self.cleaned_data["chosen_answers"]]

    def versions(self):
        """The versions of the answers that the person saw, by key."""
        return {answer.pk: answer.version for answer in self.chosen()}

    def changes(self, account, waits):
        """The words to save over an `account` and the dependencies it `waits` on; only what changes."""
        typed = self.cleaned_data
        words = {name: typed[name] for name in ("position", "progress") if typed[name]}
        if typed["account_how"] == REPLACE:
            words["account"] = typed["account"]
        if typed["account_how"] == ADD:
            words["account"] = "\n\n".join(filter(None, [account.rstrip(), typed["account"]]))
        if typed["waits_how"] == REPLACE:
            words["waits_on_dependencies"] = list(typed["waits_on_dependencies"])
        if typed["waits_how"] == ADD:
            added = [row for row in typed["waits_on_dependencies"] if row not in waits]
            words["waits_on_dependencies"] = [*waits, *added]
        return words


def _name(answer):
    asked = answer.recommendation
    return f"Recommendation {asked.number}, {asked.report} ({answer.organisation})"
