"""Values with a look, the page that holds them, and the account and error pages."""

import datetime
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from govuk.jinja import draw
from govuk.templatetags.page import day
from jinja2 import UndefinedError
from progress.links import AnswersLink
from responses.colours import AXES
from tests.factories import PASSWORD, UserFactory


def drawn(source, **context):
    return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime.date(2020, 12, 7), "7 December 2020"),
        (datetime.datetime(2021, 6, 30, 23, 30, tzinfo=datetime.UTC), "1 July 2021"),
        (None, "Not stated"),
    ],
)
def test_day_is_written_out_as_it_is_in_london(value, shown):
    assert drawn("{{ value|day }}", value=value) == shown


def test_day_that_is_not_there_may_have_its_own_word():
    assert drawn('{{ value|day:"Not held" }}', value=None) == "Not held"


def test_day_of_now_is_today():
    assert day(timezone.now()) == day(timezone.localdate())


def test_words_keep_their_paragraphs_and_line_breaks():
    text = "First.\r\nSecond line.\r\n \r\n\r\nNew paragraph."

    assert drawn("{{ text|words }}", text=text) == (
        '<p class="govuk-body">First.<br>Second line.</p>\n<p class="govuk-body">New paragraph.</p>'
    )


def test_words_are_never_markup():
    assert drawn("{{ text|words }}", text="<b>“&amp;”</b>") == (
        '<p class="govuk-body">&lt;b&gt;“&amp;amp;”&lt;/b&gt;</p>'
    )


@pytest.mark.parametrize("text", ["", None, " \n\n "])
def test_no_words_are_no_paragraphs(text):
    assert drawn("{{ text|words }}", text=text) == ""


MEMBERS = [(axis, member) for axis, members in AXES.items() for member in members]


@pytest.mark.parametrize(("axis", "member"), MEMBERS)
def test_tag_says_every_value_in_words(axis, member):
    html = drawn("{% tag axis value %}", axis=axis, value=member.value)

    assert re.fullmatch(
        rf'<strong class="govuk-tag govuk-tag--[a-z]+">{member.label}</strong>', html
    )


def test_tag_not_accepted_is_an_answer_like_any_other():
    assert "red" not in drawn('{% tag "position" "not_accepted" %}')


def test_tag_of_a_value_that_does_not_exist_is_a_fault():
    with pytest.raises(ValueError, match="perhaps"):
        drawn('{% tag "position" "perhaps" %}')


def test_scroll_box_can_be_reached_with_the_keyboard_and_has_a_name():
    html = drawn("{% scroll title %}<table></table>{% endscroll %}", title="Answers <all>")

    assert html == (
        '<div class="app-scroll" role="region" aria-label="Answers &lt;all&gt;" tabindex="0"><table></table></div>'
    )


def test_figure_leads_to_its_rows():
    html = drawn('<ul>{% figure 1204 "answers expected" "/there/" %}</ul>')

    assert 'href="/there/"' in html
    assert re.findall(r">([^<\s][^<]*)<", html) == ["1,204", "answers expected"]


def test_breadcrumbs_end_at_the_page_itself():
    html = drawn('{% breadcrumbs "Reports" "/" title %}', title="A & B")

    assert re.findall(r'href="([^"]+)">([^<]+)<', html) == [("/", "Reports")]
    assert 'aria-current="page">A &amp; B<' in html


def menu(html):
    return re.findall(
        r'govuk-service-navigation__link"[^>]*>\s*(?:<strong[^>]*>)?([^<]+?)\s*<', html
    )


@pytest.mark.parametrize(
    ("user", "links"),
    [
        (None, ["Reports", "Progress", "Organisations", "NPCC dependencies", "Search"]),
        ({}, ["Reports", "Progress", "Organisations", "NPCC dependencies", "Search", "Your work"]),
        (
            {"is_staff": True},
            [
                "Reports",
                "Progress",
                "Organisations",
                "NPCC dependencies",
                "Search",
                "Your work",
                "Admin",
            ],
        ),
    ],
    ids=["public", "person", "admin"],
)
def test_menu_offers_what_a_person_may_open(client, db, user, links):
    if user is not None:
        client.force_login(UserFactory(**user))

    assert menu(client.get(reverse("cookies")).content.decode()) == links


def test_menu_marks_where_the_reader_is(client, db):
    html = client.get(reverse("progress:organisations")).content.decode()

    assert html.count('aria-current="true"') == 1
    assert re.search(r'href="/organisations/" aria-current="true"', html)


@pytest.mark.parametrize("name", ["accessibility", "privacy", "cookies"])
def test_page_of_words_is_open_to_everybody(client, db, name):
    page = client.get(reverse(name))

    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_page_has_nothing_that_the_content_security_policy_would_stop(client, db):
    html = client.get(reverse("account_login")).content.decode()

    assert re.findall(r'\sstyle="|\son[a-z]+="|<script>|<style', html) == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_page_needs_neither_request_nor_database(name):
    html = render_to_string(f"{name}.html")

    assert html.count("<h1") == 1
    assert "Sign in" in html


@pytest.mark.parametrize("name", ["403", "404"])
def test_error_page_of_a_request_that_nobody_was_read_for(name):
    request = RequestFactory().get("/nowhere/")

    assert (
        render_to_string(f"{name}.html", {"exception": "It is theirs."}, request).count("<h1") == 1
    )


def test_forbidden_page_gives_the_reason():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert "This step is not yours." in render_to_string(
        "403.html", {"exception": "This step is not yours."}, request
    )


OPEN = [
    "login",
    "inactive",
    "signup",
    "reset_password",
    "reset_password_done",
    "reset_password_from_key_done",
]
SIGNED_IN = ["logout", "change_password", "reauthenticate"]


def unstyled(html):
    """Forms whose button is not one of ours."""
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    forms = [form for form in forms if "<button" in form]  # a script sends the others
    return [
        form for form in forms if "govuk-button" not in form and "app-account__link" not in form
    ]


@pytest.mark.parametrize("name", OPEN)
def test_account_page_of_somebody_signed_out_has_the_look(client, db, name):
    page = client.get(reverse(f"account_{name}"))

    html = page.content.decode()
    assert page.status_code == 200
    assert html.count('<h1 class="govuk-heading-l">') == 1
    assert unstyled(html) == []
    assert "/signup/" not in html


@pytest.mark.parametrize("name", SIGNED_IN)
def test_account_page_of_somebody_signed_in_has_the_look(client, lead, name):
    client.force_login(lead)

    page = client.get(reverse(f"account_{name}"))

    html = page.content.decode()
    assert page.status_code == 200
    assert html.count('<h1 class="govuk-heading-l">') == 1
    assert unstyled(html) == []


def test_account_page_with_an_error_says_so_in_its_title(client, db):
    html = client.post(reverse("account_login"), {}).content.decode()

    assert "<title>Error: Sign in – Police super-complaints</title>" in html
    assert re.findall(r'<a href="#([^"]+)">', html.split('main-content">')[1]) == [
        "id_login",
        "id_password",
    ]


def test_password_is_set_by_the_link_in_the_mail(client, lead, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": lead.email})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1]

    form = client.get(link, follow=True)
    done = client.post(
        form.request["PATH_INFO"],
        {"password1": "battery staple horse", "password2": "battery staple horse"},
        follow=True,
    )

    assert unstyled(form.content.decode()) == []
    assert "Your password is set" in done.content.decode()
    assert client.login(email=lead.email, password="battery staple horse")


def test_password_link_that_is_spent_says_so(client, db):
    html = client.get(
        reverse("account_reset_password_from_key", args=["1", "abc"])
    ).content.decode()

    assert "This link no longer works" in html


def test_sign_out_is_a_form_on_every_page(client, lead):
    client.login(email=lead.email, password=PASSWORD)

    html = client.get(reverse("cookies")).content.decode()
    page = client.post(reverse("account_logout"), follow=True)

    assert '<form class="app-account__form" method="post" action="/accounts/logout/"' in html
    assert "You have signed out." in page.content.decode()
    assert page.context["user"].is_anonymous


def test_partials_are_escaped():
    report = {
        "title": "<b> & so on",
        "address": "/?a=1&b=2",
        "link": AnswersLink(report='"'),
        "figures": [("late", 'for "you"', 3)],
    }

    row = draw("progress/_report_rows.jinja", reports=[report], columns=2)

    assert "".join(row.split("\n")) == (
        '<tr><th scope="row"><a class="govuk-link" href="/?a=1&amp;b=2">&lt;b&gt; &amp; so on</a></th>'
        '<td><a class="govuk-link" href="/progress/answers/?report=%22&amp;figure=late">3'
        '<span class="govuk-visually-hidden"> for &#34;you&#34;, &lt;b&gt; &amp; so on</span></a></td></tr>'
    )


def test_partial_that_names_what_is_not_there_is_an_error():
    with pytest.raises(UndefinedError):
        draw("progress/_report_rows.jinja", reports=[{"title": "A report"}], columns=2)
