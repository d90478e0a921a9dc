"""Text is cleaned at the door of what nobody sees, and no export fails on what came in before."""

import io

import openpyxl
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from govuk.forms import TURNS_THE_LINE, LineField, LinesField
from govuk.templatetags.page import words
from govuk.text import clean_line, clean_lines
from progress import exports
from responses.models import Draft
from tests.factories import DraftFactory, ForceResponseFactory, ReportFactory

CLEANED = [
    ("Word breaks\va line", "Word breaks\na line"),
    ("A new\fpage", "A new\npage"),
    ("old\r\nand\rolder", "old\nand\nolder"),
    ("Two\u2028lines", "Two\nlines"),
    ("a\x07b\x1bc\x9fd", "abcd"),
    ("\uf0b7\tTrain", "•\tTrain"),
    ("Cohort\tTrained", "Cohort\tTrained"),
    ("cafe\u0301", "café"),
    ("\u200b\u2060\u200b", ""),
    (" \ufeff ", ""),
    ("a\u200bb", "a\u200bb"),
    ("\U0001f469\u200d\U0001f692", "\U0001f469\u200d\U0001f692"),
    ("Tŷ’r Heddlu – ŵ", "Tŷ’r Heddlu – ŵ"),
    ("\u200efrom a mail", "from a mail"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "kept"), CLEANED)
def test_text_of_lines_is_cleaned(typed, kept):
    assert clean_lines(typed) == kept
    assert clean_lines(kept) == kept


def test_text_of_one_line_has_neither_ends_nor_tabs():
    assert clean_line("a\vb\tc\nd") == "a b c d"


@pytest.mark.parametrize("field", [LineField(), LinesField()])
@pytest.mark.parametrize("letter", "\u202a\u202e\u2066\u2069")
def test_text_that_turns_the_letters_around_is_refused(field, letter):
    with pytest.raises(ValidationError) as refused:
        field.clean(f"Paid {letter}000,1£")

    assert refused.value.messages == [TURNS_THE_LINE]


def test_invisible_text_is_empty_to_a_field_that_must_be_filled():
    with pytest.raises(ValidationError, match="required"):
        LinesField().clean("\u200b\u2060")


def _fields(form):
    return form.base_fields.items()


def test_every_field_of_people_who_answer_cleans_its_text():
    from responses.forms import answers, evidence, reviews, steps

    plain = [
        f"{form.__name__}.{name}"
        for module in (answers, evidence, reviews, steps)
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        for name, field in _fields(form)
        if type(field) is forms.CharField and not isinstance(field.widget, forms.HiddenInput)
    ]

    assert plain == []


@pytest.mark.django_db
def test_account_is_saved_clean(client, force, lead):
    response = ForceResponseFactory(organisation=force)
    client.force_login(lead)
    typed = {"account": "Done\vand \x07told", "position": "accepted", "progress": "complete"}

    client.post(reverse("responses:edit", args=[response.pk]), typed | {"version": 0})

    assert Draft.objects.get().account == "Done\nand told"


@pytest.mark.django_db
def test_what_comes_past_the_forms_is_cleaned_when_it_is_saved():
    report = ReportFactory(title="Safe\x0bto\x07 share?", summary="One\vtwo")
    draft = DraftFactory(account="cafe\u0301")

    report.refresh_from_db()
    draft.refresh_from_db()
    assert (report.title, report.summary) == ("Safe to share?", "One\ntwo")
    assert draft.account == "café"


def test_spreadsheet_is_made_of_old_rows_with_controls_in_them():
    file = io.BytesIO()
    row = ["=a\x0bb" if number == 1 else "c\x0bd" for number in range(len(exports.NAMES))]

    exports.write_xlsx([row], file)

    sheet = openpyxl.load_workbook(file).active
    assert [cell.value for cell in sheet[2]][:2] == ["cd", "=ab"]


def test_columns_of_a_pasted_table_are_shown_as_columns():
    html = words("Before.\n\nCohort\tTrained\nResponse\t<b>412</b>\n\nAfter.")

    assert html.count("<tr") == 2
    assert '<td class="govuk-table__cell">&lt;b&gt;412&lt;/b&gt;</td>' in html
    assert html.count('<p class="govuk-body">') == 2


@pytest.mark.parametrize("text", ["•\tTrain\n•\tCheck", "1.\tTrain\n(b)\tCheck", "one\tline"])
def test_list_of_word_is_no_table(text):
    assert "<table" not in words(text)
