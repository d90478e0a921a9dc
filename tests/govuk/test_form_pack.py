"""Forms as they are drawn: what a person sees, hears and is led to."""

import datetime
import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test.html import parse_html

from govuk.forms import DateField, LinesField, LongSelect

COLOURS = [("r", "Red"), ("g", "Green")]


class EveryField(forms.Form):
    name = forms.CharField(
        help_text="As <colleagues> know them.", error_messages={"required": "Enter a name"}
    )
    password = forms.CharField(
        widget=forms.PasswordInput, error_messages={"required": "Enter a password"}
    )
    account = LinesField(max_length=1200, error_messages={"required": "Enter an account"})
    plain = forms.CharField(widget=forms.Textarea, error_messages={"required": "Enter plain text"})
    shade = forms.ChoiceField(choices=COLOURS, error_messages={"required": "Select a shade"})
    colour = forms.ChoiceField(
        choices=COLOURS,
        widget=forms.RadioSelect,
        help_text="One.",
        error_messages={"required": "Select a colour"},
    )
    colours = forms.MultipleChoiceField(
        choices=COLOURS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select colours"},
    )
    agreed = forms.BooleanField(error_messages={"required": "Tick to agree"})
    issued_on = DateField(label="Issued on", help_text="For example, 18 3 2021.")
    file = forms.FileField(widget=forms.FileInput, error_messages={"required": "Select a file"})
    note = forms.CharField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)


class DayForm(forms.Form):
    issued_on = DateField()


def posted(day, month, year):
    return DayForm({"issued_on_0": day, "issued_on_1": month, "issued_on_2": year})


def links(html):
    return re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)


def element(html, id):
    return re.search(rf'<[a-z]+ [^>]*\bid="{id}"[^>]*>', html)[0]


def test_error_summary_leads_to_each_field():
    form = EveryField({"version": 1})

    assert links(as_crispy_form(form)) == [
        ("id_name", "Enter a name"),
        ("id_password", "Enter a password"),
        ("id_account", "Enter an account"),
        ("id_plain", "Enter plain text"),
        ("id_shade", "Select a shade"),
        ("id_colour_0", "Select a colour"),
        ("id_colours_0", "Select colours"),
        ("id_agreed", "Tick to agree"),
        ("id_issued_on_0", "Enter the date"),
        ("id_file", "Select a file"),
    ]


def test_every_link_and_description_leads_to_an_element():
    html = as_crispy_form(EveryField({"version": 1}))

    ids = re.findall(r'\bid="([^"]+)"', html)
    described = [
        id for ids in re.findall(r'aria-describedby="([^"]+)"', html) for id in ids.split()
    ]
    assert len(ids) == len(set(ids))
    assert {target for target, _ in links(html)} | set(described) | set(
        re.findall(r'for="([^"]+)"', html)
    ) <= set(ids)


def test_error_summary_lists_what_belongs_to_no_field():
    form = DayForm({"issued_on_0": "1", "issued_on_1": "2", "issued_on_2": "2021"})
    form.add_error(None, "Someone <else> saved this.")

    assert "<li>Someone &lt;else&gt; saved this.</li>" in as_crispy_form(form)


def test_form_without_errors_has_no_summary():
    html = as_crispy_form(EveryField())

    assert "There is a problem" not in html
    assert "--error" not in html


@pytest.mark.parametrize("name", ["name", "password", "account", "plain", "shade", "file"])
def test_field_with_an_error_has_its_red_border(name):
    assert "--error" in element(as_crispy_form(EveryField({})), f"id_{name}")


def test_hint_is_escaped_and_describes_its_field():
    html = as_crispy_form(EveryField())

    assert (
        '<div id="id_name_helptext" class="govuk-hint">As &lt;colleagues&gt; know them.</div>'
        in html
    )
    assert 'aria-describedby="id_name_helptext"' in element(html, "id_name")


def test_counter_stands_in_for_a_hard_stop():
    html = as_crispy_form(EveryField())

    assert 'data-maxlength="1200"' in html
    assert "You can enter up to 1,200 characters" in html
    assert "maxlength=" not in element(html, "id_account")


def test_text_without_a_limit_has_no_counter():
    assert "govuk-js-character-count" not in element(as_crispy_form(EveryField()), "id_plain")


def test_only_what_may_be_left_out_is_marked_optional():
    html = as_crispy_form(EveryField())

    assert re.findall(r">([^<]+) \(optional\)\s*<", html) == ["Note"]


def test_empty_field_without_words_of_its_own_is_asked_for_by_its_label():
    class Form(forms.Form):
        name = forms.CharField(label="Your name")
        colour = forms.ChoiceField(label="A colour", choices=COLOURS, widget=forms.RadioSelect)

    html = as_crispy_form(Form({}))

    assert links(html) == [("id_name", "Enter your name"), ("id_colour_0", "Select a colour")]
    assert "required." not in html


def test_field_has_no_placeholder():
    class Form(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "A name"}))

    assert "placeholder" not in as_crispy_form(Form())


def test_filter_form_says_optional_of_nothing():
    class Filter(forms.Form):
        all_optional = True
        word = forms.CharField(required=False)

    assert "(optional)" not in as_crispy_form(Filter())


def test_hidden_field_is_only_its_input():
    assert '<input type="hidden" name="version" value="1" id="id_version">' in as_crispy_form(
        EveryField()
    )


def test_choice_made_before_is_still_made():
    html = as_crispy_form(EveryField({"colour": "g", "colours": ["r", "g"]}))

    assert [("checked" in element(html, f"id_colour_{number}")) for number in range(2)] == [
        False,
        True,
    ]
    assert [("checked" in element(html, f"id_colours_{number}")) for number in range(2)] == [
        True,
        True,
    ]


def test_crispy_tag_draws_the_same_fields_without_a_form_of_its_own():
    form = EveryField({"version": 1})
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.disable_csrf = True

    drawn = render_crispy_form(form)

    assert "".join(drawn.split()) == "".join(as_crispy_form(EveryField({"version": 1})).split())


def test_crispy_tag_draws_a_form_that_leaves_checking_to_the_server():
    html = render_crispy_form(DayForm(), context={"csrf_token": "x" * 64})

    assert re.match(
        r'\s*<form +method="post" novalidate>\s*<input type="hidden" name="csrfmiddlewaretoken"',
        html,
    )


@pytest.mark.parametrize("month", ["3", "03", "March", "march", "mar", "Mar.", " MARCH "])
def test_month_may_be_a_number_or_a_name(month):
    form = posted("18", month, "2021")

    assert form.is_valid()
    assert form.cleaned_data == {"issued_on": datetime.date(2021, 3, 18)}


@pytest.mark.parametrize(
    ("typed", "message", "bad"),
    [
        (("", "", ""), "Enter the date", [0]),
        (("18", "3", ""), "Enter the year", [2]),
        (("", "3", ""), "Enter the day and year", [0, 2]),
        (("x", "3", "2021"), "Day must be a number from 1 to 31", [0]),
        (
            ("18", "13", "2021"),
            "Month must be a number from 1 to 12 or a name, such as 3 or March",
            [1],
        ),
        (
            ("18", "ma", "2021"),
            "Month must be a number from 1 to 12 or a name, such as 3 or March",
            [1],
        ),
        (("18", "3", "21"), "Year must have 4 digits, such as 2021", [2]),
        (("18", "3", "9" * 5000), "Year must have 4 digits, such as 2021", [2]),
        (("18", "x", "21"), "Date must be a real date", [1, 2]),
        (("31", "2", "2021"), "Date must be a real date", [0, 1, 2]),
        (("1\0", "2", "2021"), "Day must be a number from 1 to 31", [0]),
        (("²", "2", "2021"), "Day must be a number from 1 to 31", [0]),
    ],
)
def test_date_error_says_which_part_is_wrong_and_leads_there(typed, message, bad):
    form = posted(*typed)
    html = as_crispy_form(form)

    assert links(html) == [(f"id_issued_on_{bad[0]}", message)]
    assert [part for part in range(3) if "--error" in element(html, f"id_issued_on_{part}")] == bad
    assert [
        part for part in range(3) if "aria-invalid" in element(html, f"id_issued_on_{part}")
    ] == bad


def test_date_error_of_a_page_leads_to_the_first_part():
    form = posted("18", "3", "2021")
    form.add_error("issued_on", ValidationError("Date must be in the past"))

    assert links(as_crispy_form(form)) == [("id_issued_on_0", "Date must be in the past")]


def test_date_that_is_not_required_may_be_left_out():
    class Form(forms.Form):
        issued_on = DateField(required=False)

    form = Form({})

    assert form.is_valid()
    assert form.cleaned_data == {"issued_on": None}


def test_date_known_before_is_shown_in_its_parts():
    html = as_crispy_form(DayForm(initial={"issued_on": datetime.date(2021, 3, 18)}))

    assert [
        re.search('value="([^"]*)"', element(html, f"id_issued_on_{part}"))[1] for part in range(3)
    ] == [
        "18",
        "3",
        "2021",
    ]


def test_date_left_as_it_was_has_not_changed():
    before = datetime.date(2021, 3, 18)
    form = DayForm(
        QueryDict("issued_on_0=18&issued_on_1=Mar&issued_on_2=2021"), initial={"issued_on": before}
    )

    assert form.changed_data == []


def test_line_ends_of_a_browser_count_once():
    class Form(forms.Form):
        account = LinesField(max_length=3)

    form = Form({"account": "a\r\nb"})

    assert form.is_valid()
    assert form.cleaned_data == {"account": "a\nb"}


@pytest.mark.parametrize("value", [None, "", "r", "g"])
def test_long_select_is_drawn_as_django_draws_a_select(value):
    choices = [("", "All"), ("r", "<Red> & “so on”"), ("g", "Green")]
    attrs = {"id": "id_x", "class": "govuk-select", "required": True, "placeholder": False}

    django, ours = (
        widget(choices=choices).render("x", value, attrs) for widget in (forms.Select, LongSelect)
    )

    assert parse_html(ours) == parse_html(django)


def test_long_select_keeps_what_is_chosen_beyond_those_it_offers():
    drawn = LongSelect(choices=[("", "All"), ("r", "Red")]).render("x", '"b', {"id": "id_x"})

    assert drawn == (
        '<select name="x" id="id_x"><option value="">All</option><option value="r">Red</option>'
        '<option value="&#34;b" selected>&#34;b</option></select>'
    )
