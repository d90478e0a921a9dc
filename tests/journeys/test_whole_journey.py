"""One answer from its lead to the public, by the hands of all who have a part in it; and what may go wrong between."""

import csv

import pytest
from playwright.sync_api import expect

from accounts.models import User
from responses.models import Draft, Event, ForceResponse, Update
from tests.factories import UpdateFactory
from tests.helpers.files import PDF
from tests.journeys import keyboard
from tests.journeys.test_journeys import (
    ANSWERS,
    PUBLIC_PAGE,
    account,
    choice_of,
    position,
    press,
    progress,
    save,
    sign_in,
)
from tests.journeys.test_public_pages import SCRIPTS, listen, settle

LEAD, CHIEF, REVIEWER = "lead@demo.example", "chief@demo.example", "reviewer@demo.example"
OTHER_LEAD, OTHER_CHIEF = "other-lead@demo.example", "other-chief@demo.example"
POLICING_BODY = "policing-body@demo.example"
UNNAMED, OTHER = "constabulary-not-named", "warwickshire"

FIRST_WORDS = "The policy was issued on 1 March 2021.\n\nOfficers weren’t trained in it yet."
REASON = "Say what was done, by whom and by when."
NEW_WORDS = (
    "The policy was issued on 1 March 2021.\n\nAll 640 officers were trained in it by 30 June 2021."
)
PART_A, PART_B = (
    "The policy keeps the two tasks apart.",
    "See part 3 of the policy.\n\nIt names the law.",
)
COMMENT = "We propose no action, since the policy is in place."
KEEP_MINE = "Keep mine, as it is in the box below. You can change it there"
WIDTHS = [1280, 375]
MOVES_SIDEWAYS = "html => html.scrollWidth > innerWidth"
REFUSED = "Failed to load resource: the server responded with a status of {}"


class Walk:
    """People in windows of their own, and all that a browser finds wrong with the pages that they look at."""

    def __init__(self, open_window, check_with_axe, *, javascript=True):
        self.open_window, self.javascript = open_window, javascript
        self.check = check_with_axe if javascript else lambda page: []
        self.complaints, self.faults = [], {}

    def somebody(self):
        page = self.open_window(javascript=self.javascript)
        listen(page, self.complaints)
        return page

    def signed_in(self, email):
        page = self.somebody()
        sign_in(page, email)
        return page

    def look(self, page, name):
        """Keep what is wrong with this page, wide and narrow."""
        for width in reversed(WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            found = self.check(page)
            if page.locator("html").evaluate(MOVES_SIDEWAYS):  # which waits until there is a page
                found = [*found, "moves sideways"]
            if found:
                self.faults[name, width] = found
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        if self.javascript:  # without it no timer of the page ever rings
            settle(page)

    def wrong(self):
        """The faults of the pages, and all that the browser complained of on the way."""
        return self.faults, self.complaints


@pytest.fixture
def walk(open_window, check_with_axe):
    return Walk(open_window, check_with_axe)


def answer_of(slug):
    return ForceResponse.objects.get(
        organisation__slug=slug,
        recommendation__number="4",
        recommendation__report__slug="safe-to-share",
    )


def verbs(slug):
    events = Event.objects.filter(
        response__organisation__slug=slug, response__recommendation__number="4"
    )
    return list(events.order_by("number").values_list("verb", flat=True))


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def link(page, name):
    return page.get_by_role("link", name=name, exact=True)


def menu(page, name):
    page.get_by_role("navigation", name="Menu").get_by_role("link", name=name).click()


def tab(page, name):
    return page.get_by_role("navigation", name="This answer").get_by_role("link", name=name)


def open_answer(page):
    """The page of the answer to recommendation 4, from wherever its people are."""
    menu(page, "Your work")
    page.get_by_role("link", name="Recommendation 4, Safe to share?").click()
    heading(page, "Answer to recommendation 4")


def write(page, words):
    button(page, "Write the answer").or_(button(page, "Change the draft")).click()
    position(page, "Accepted").check()
    progress(page, "In progress").check()
    account(page).fill(words)
    save(page).click()
    expect(page.get_by_role("alert")).to_contain_text("Draft saved")


def fill_day(page, question, *parts):
    group = page.get_by_role("group", name=question)
    for name, part in zip(["Day", "Month", "Year"], parts, strict=True):
        group.get_by_label(name).fill(part)


def ask(page):
    button(page, "Ask for sign-off").click()
    button(page, "Ask chief officer to sign off").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "The chief officer has been asked to sign off."
    )


def send(page):
    open_answer(page)
    button(page, "Sign off and send").click()
    page.get_by_label("I have read this answer, and I sign it off for my organisation").check()
    button(page, "Sign off and send").click()
    heading(page, "Answer sent")


@SCRIPTS
def test_answer_goes_from_its_lead_to_the_public(open_window, check_with_axe, tmp_path, javascript):
    walk = Walk(open_window, check_with_axe, javascript=javascript)
    file = tmp_path / "policy.pdf"
    file.write_bytes(PDF)
    lead, chief, reviewer = (walk.signed_in(email) for email in (LEAD, CHIEF, REVIEWER))

    lead_writes(walk, lead, file)
    chief_sends(walk, chief)
    reviewer_returns(walk, reviewer)
    lead_mends(walk, lead)
    send(chief)
    reviewer_confirms(walk, reviewer)
    chief_publishes(walk, chief)
    public_reads(walk, walk.somebody(), PDF)

    assert walk.wrong() == ({}, [])
    assert list(
        Update.objects.filter(response=answer_of(UNNAMED)).values_list("number", "account")
    ) == [
        (1, ANSWERS["4"]),
        (2, FIRST_WORDS),
        (3, NEW_WORDS),
    ]


def lead_writes(walk, page, file):
    """Everything about the first version: words, parts, evidence, a last look."""
    walk.look(page, "lead: your work")
    open_answer(page)
    walk.look(page, "lead: answer, nothing drafted")
    button(page, "Write the answer").click()
    position(page, "Accepted").check()
    progress(page, "In progress").check()
    account(page).fill(FIRST_WORDS)
    page.get_by_label("Who leads on this").fill("Head of public protection")
    fill_day(page, "When it should be complete", "30", "6", "2027")
    walk.look(page, "lead: edit")
    save(page).click()
    tab(page, "Sub-recommendations (0 of 6)").click()
    page.get_by_label("a. ensure").fill(PART_A)
    page.get_by_label("b. develop").fill(PART_B)
    walk.look(page, "lead: sub-recommendations")
    save(page).click()
    expect(tab(page, "Sub-recommendations (2 of 6)")).to_be_visible()
    lead_cites(walk, page, file)
    open_answer(page)
    walk.look(page, "lead: answer, drafted")
    button(page, "Ask for sign-off").click()
    heading(page, "Check your answers")
    for words in [
        *FIRST_WORDS.split("\n\n"),
        PART_A,
        "Policy on victims",
        "Force bulletin 18/03/21",
        "30 June 2027",
    ]:
        expect(page.get_by_role("main")).to_contain_text(words)
    walk.look(page, "lead: check")
    button(page, "Ask chief officer to sign off").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "The chief officer has been asked to sign off."
    )
    walk.look(page, "lead: answer, with the chief officer")


def lead_cites(walk, page, file):
    tab(page, "Evidence (0)").click()
    walk.look(page, "lead: evidence, none")
    link(page, "Add files").click()
    page.get_by_label("Files").set_input_files(file)
    walk.look(page, "lead: add files")
    button(page, "Add files").click()
    page.get_by_label("Title").fill("Policy on victims")
    page.get_by_label("Type of document").select_option("Policy")
    page.get_by_label("Public: anyone can see it once the answer is published").check()
    page.get_by_label("Sub-recommendation a", exact=True).check()
    page.get_by_label("Page or paragraph").fill("part 3")
    walk.look(page, "lead: describe files")
    button(page, "Add evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("Cited: “Policy on victims”.")
    link(page, "Add a reference").click()
    page.get_by_label("Title").fill("Force bulletin 18/03/21")
    choice_of(page, "Type of document", "Bulletin").check()
    page.get_by_label("Date on the document").fill("18/03/21")
    walk.look(page, "lead: add a reference")
    button(page, "Add a reference").click()
    expect(page.get_by_role("alert")).to_contain_text("Cited: “Force bulletin 18/03/21”.")
    walk.look(page, "lead: evidence")


def chief_sends(walk, page):
    """The declaration is asked for, and what was sent has a reference."""
    open_answer(page)
    walk.look(page, "chief: answer")
    button(page, "Sign off and send").click()
    expect(page.get_by_role("main")).to_contain_text(FIRST_WORDS.split("\n\n")[1])
    page.get_by_label("I have read this answer, and I sign it off for my organisation").check()
    walk.look(page, "chief: sign off and send")
    button(page, "Sign off and send").click()
    heading(page, "Answer sent")
    expect(page.get_by_role("main")).to_contain_text(
        f"Reference{answer_of(UNNAMED).latest.reference}"
    )
    walk.look(page, "chief: sent")


def reviewer_returns(walk, page):
    """Found in the queue, claimed, read, and returned."""
    menu(page, "Work queue")
    expect(link(page, "Work queue (1)")).to_have_attribute("aria-current", "true")
    walk.look(page, "reviewer: queue")
    page.get_by_role("button", name="Claim the answer of").click()
    heading(page, "Constabulary not named in the source")
    expect(page.get_by_role("main")).to_contain_text("Claimed by you.")
    walk.look(page, "reviewer: case")
    page.get_by_role("link", name="What changed since update 1").click()
    walk.look(page, "reviewer: compare")
    page.go_back()
    button(page, "Return with a reason").click()
    page.get_by_label("Reason").fill(REASON)
    walk.look(page, "reviewer: return")
    button(page, "Return with a reason").click()
    expect(page.get_by_role("alert")).to_contain_text("The answer is returned.")
    walk.look(page, "reviewer: case, returned")


def lead_mends(walk, page):
    menu(page, "Your work")
    expect(page.get_by_role("row", name="Recommendation 4, Safe to share?")).to_contain_text(
        f"Returned: {REASON}"
    )
    walk.look(page, "lead: your work, returned")
    open_answer(page)
    expect(page.get_by_role("main")).to_contain_text(REASON)
    write(page, NEW_WORDS)
    ask(page)


def reviewer_confirms(walk, page):
    menu(page, "Work queue")
    page.get_by_role("link", name="Recommendation 4, Safe to share?").click()
    button(page, "Confirm implementation").click()
    walk.look(page, "reviewer: confirm")
    button(page, "Confirm implementation").click()
    expect(page.get_by_role("alert")).to_contain_text("Implementation is confirmed.")


def chief_publishes(walk, page):
    open_answer(page)
    walk.look(page, "chief: answer, confirmed")
    tab(page, "History").click()
    walk.look(page, "chief: history")
    tab(page, "Answer").click()
    link(
        page, "Publish update 3"
    ).first.click()  # where the answer is; the table below offers it too
    walk.look(page, "chief: publish")
    button(page, "Publish update 3").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Update 3 is published. Everybody can read it."
    )


def public_reads(walk, page, content):
    """The new words and parts, what was published before, and the evidence that anyone may see: the very file."""
    page.goto(PUBLIC_PAGE)
    answer = page.get_by_role("region", name="Constabulary not named in the source")
    assert answer.locator("> .app-quote p").all_text_contents() == NEW_WORDS.split("\n\n")
    assert answer.locator("dd p").all_text_contents() == [PART_A, *PART_B.split("\n\n")]
    answer.get_by_text("Earlier published versions").click()
    assert answer.locator("details .app-quote").all_text_contents() == [ANSWERS["4"]]
    expect(answer.get_by_text("Force bulletin 18/03/21")).to_have_count(0)
    walk.look(page, "public: recommendation 4")
    with page.expect_download() as download:
        answer.get_by_role("link", name="Download ").click()
    assert download.value.path().read_bytes() == content
    link(page, "Policy on victims").click()
    heading(page, "Policy on victims")
    walk.look(page, "public: evidence")


@SCRIPTS
def test_answer_is_written_and_sent_with_the_keyboard_alone(open_window, javascript):
    lead, chief = (open_window(javascript=javascript) for _ in range(2))
    sign_in(lead, LEAD)
    sign_in(chief, CHIEF)

    write_with_the_keyboard(lead)
    press_and_see(lead, button(lead, "Ask for sign-off"), "Check your answers")
    press_and_see(lead, button(lead, "Ask chief officer to sign off"), "Answer to recommendation 4")
    press_and_see(
        chief,
        chief.get_by_role("link", name="Recommendation 4, Safe to share?"),
        "Answer to recommendation 4",
    )
    press_and_see(chief, button(chief, "Sign off and send"), "Sign off and send")
    keyboard.tab_to(chief, chief.get_by_label("I have read this answer"))
    chief.keyboard.press("Space")
    press_and_see(chief, button(chief, "Sign off and send"), "Answer sent")

    sent = answer_of(UNNAMED).latest
    assert (sent.position, sent.progress, sent.account) == ("accepted", "in_progress", NEW_WORDS)
    assert (sent.lead, f"{sent.target_on}") == ("Head of public protection", "2027-06-30")


def write_with_the_keyboard(page):
    press_and_see(
        page,
        page.get_by_role("link", name="Recommendation 4, Safe to share?"),
        "Answer to recommendation 4",
    )
    press(page, button(page, "Write the answer"))
    expect(save(page)).to_be_visible()
    keyboard.tab_to(page, position(page, "Not stated"))
    page.keyboard.press("ArrowDown")
    keyboard.tab_to(page, progress(page, "Not stated"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    keyboard.tab_to(page, account(page))
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(NEW_WORDS)
    keyboard.tab_to(page, page.get_by_label("Who leads on this"))
    page.keyboard.type("Head of public protection")
    for name, part in [("Day", "30"), ("Month", "June"), ("Year", "2027")]:
        keyboard.tab_to(page, page.get_by_label(name))
        page.keyboard.type(part)
    press_and_see(page, save(page), "Answer to recommendation 4")
    expect(page.get_by_role("alert")).to_contain_text("Draft saved")


def press_and_see(page, target, title):
    press(page, target)
    heading(page, title)


@SCRIPTS
def test_policing_body_comments_and_everybody_reads_it_beside_the_answer(
    open_window, check_with_axe, javascript
):
    walk = Walk(open_window, check_with_axe, javascript=javascript)
    lead, chief, body = (
        walk.signed_in(email) for email in (OTHER_LEAD, OTHER_CHIEF, POLICING_BODY)
    )
    stranger = walk.somebody()
    open_answer(lead)
    write(lead, FIRST_WORDS)
    ask(lead)
    send(chief)

    comment_on_the_answer(walk, body)
    before = public_comments(stranger)
    link(chief, "Publish it, or read it again").click()
    link(chief, "Publish update 1").first.click()
    button(chief, "Publish update 1").click()
    expect(chief.get_by_role("alert")).to_contain_text("Update 1 is published.")

    assert (before, public_comments(stranger)) == ([], [COMMENT])
    expect(stranger.get_by_role("region", name="Warwickshire")).to_contain_text(
        "Assured by the policing body"
    )
    walk.look(stranger, "public: comment")
    assert walk.wrong() == ({}, [])


def comment_on_the_answer(walk, page):
    link(page, "Scrutiny").click()
    walk.look(page, "policing body: what its force sent")
    link(page, "Recommendation 4, Safe to share?").click()
    expect(page.get_by_role("main")).to_contain_text(FIRST_WORDS.split("\n\n")[1])
    page.get_by_label("Comment", exact=True).fill(COMMENT)
    page.get_by_label("We are assured by this answer").check()
    page.get_by_label("Publish this comment").check()
    walk.look(page, "policing body: comment")
    button(page, "Keep the comment").click()
    expect(page.get_by_role("alert")).to_contain_text("The comment is kept.")
    walk.look(page, "policing body: commented")


def public_comments(page):
    page.goto(PUBLIC_PAGE)
    return page.locator(f"#{OTHER} h4:text('Comment of') ~ .app-quote").all_text_contents()


@SCRIPTS
def test_two_windows_lose_no_word_of_each_other(open_window, check_with_axe, javascript):
    walk = Walk(open_window, check_with_axe, javascript=javascript)
    first, second = (walk.signed_in(LEAD) for _ in range(2))
    for page in (first, second):
        open_answer(page)
        button(page, "Write the answer").click()
        position(page, "Accepted").check()
        progress(page, "In progress").check()
    account(first).fill(FIRST_WORDS)
    save(first).click()
    expect(first.get_by_role("alert")).to_contain_text("Draft saved")

    account(second).fill(NEW_WORDS)
    save(second).click()

    expect(second.get_by_role("alert")).to_contain_text("There is a problem")
    conflict = second.get_by_role("region", name="You and Force lead (demo) both changed this")
    expect(conflict).to_contain_text(FIRST_WORDS.split("\n\n")[1])
    expect(conflict.get_by_role("group")).to_have_count(
        1
    )  # both said the same of all but the account
    assert (account(second).input_value(), Draft.objects.get().account) == (NEW_WORDS, FIRST_WORDS)
    walk.look(second, "lead: stale")
    choice_of(conflict, "Which do you want to keep? Account of what was done", KEEP_MINE).check()
    save(second).click()
    expect(second.get_by_role("alert")).to_contain_text("Draft saved")
    assert Draft.objects.get().account == NEW_WORDS
    assert walk.wrong() == ({}, [REFUSED.format("409 (Conflict)")])


@SCRIPTS
def test_double_click_asks_once(open_window, javascript):
    page = open_window(javascript=javascript)
    sign_in(page, LEAD)
    open_answer(page)
    write(page, NEW_WORDS)
    button(page, "Ask for sign-off").click()

    button(page, "Ask chief officer to sign off").dblclick()

    expect(page.get_by_role("main")).to_contain_text("This answer is “With the chief officer”")
    assert verbs(UNNAMED).count("ask") == 1


@pytest.fixture
def answered(register):
    """Two forces that answered and published, beside those that are silent."""
    for slug, said in {OTHER: "complete", "kent": "in_progress"}.items():
        UpdateFactory(
            response=answer_of(slug), position="accepted", progress=said, typed=True, published=True
        )


def rows(page):
    return page.locator("tbody tr").all_inner_texts()


def filter_by(page, **chosen):
    """Choose by the labels of the form, which is folded, and show."""
    page.get_by_text("Choose and filter").click()
    for label, value in chosen.items():
        page.get_by_role("combobox", name=label, exact=True).select_option(value)
    with page.expect_navigation():
        button(page, "Show").click()


@SCRIPTS
def test_progress_is_filtered_shared_opened_and_taken_away(
    open_window, check_with_axe, answered, javascript
):
    walk = Walk(open_window, check_with_axe, javascript=javascript)
    page = walk.somebody()
    page.goto("/")

    link(page, "Progress").click()
    walk.look(page, "progress")
    filter_by(page, Report="Safe to share?", Progress="Complete", Show="Progress")
    shared = page.url
    walk.look(page, "progress, filtered")
    seen = rows(page)
    friend = walk.somebody()
    friend.goto(shared)
    assert (len(seen), rows(friend)) == (1, seen)
    expect(page.locator("table caption")).to_have_text("Progress")
    page.get_by_role("table").get_by_role("link", name="Complete").click()
    expect(page.get_by_role("region", name="Warwickshire")).to_be_in_viewport()
    assert page.url.endswith(f"{PUBLIC_PAGE}#{OTHER}")

    friend.get_by_role("link", name="Overview").click()
    walk.look(friend, "overview")
    filter_by(friend, Report="Safe to share?")
    walk.look(friend, "overview, filtered")
    friend.locator(".app-figure", has_text="answered").first.click()
    heading(friend, "2 answers")
    walk.look(friend, "answers, filtered")
    listed = rows(friend)
    page.goto(friend.url)
    assert rows(page) == listed
    with friend.expect_download() as download:
        link(friend, "CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        taken = list(csv.DictReader(file))
    assert sorted(row["organisation"] for row in taken) == ["Kent Police", "Warwickshire Police"]
    link(friend, "All answers").click()
    walk.look(friend, "answers")
    assert walk.wrong() == ({}, [])


@SCRIPTS
def test_answer_is_written_sent_and_confirmed_on_the_admin_site(
    open_window, check_with_axe, javascript
):
    walk = Walk(open_window, check_with_axe, javascript=javascript)
    User.objects.filter(email__in=[LEAD, CHIEF, REVIEWER]).update(is_staff=True)
    lead, chief, reviewer = (walk.signed_in(email) for email in (LEAD, CHIEF, REVIEWER))
    for page in (lead, chief, reviewer):
        link(page, "Admin").click()
        page.locator("tr", has=link(page, "Answers")).get_by_role("link", name="Answers").click()

    admin_open(lead)
    link(lead, "Edit the draft").click()
    lead.locator(".field-position").get_by_label("Accepted", exact=True).check()
    lead.locator(".field-progress").get_by_label("In progress").check()
    account(lead).fill(NEW_WORDS)
    lead.get_by_label("a. ensure").fill(PART_A)
    button(lead, "Save draft").click()
    button(lead, "Ask for sign-off").click()
    expect(lead.locator(".messagelist")).to_contain_text(
        "The chief officer has been asked to sign off."
    )
    admin_open(chief)
    link(chief, "Sign off and send").click()
    chief.get_by_label("I have read this answer").check()
    button(chief, "Sign off and send").click()
    expect(chief.locator(".messagelist")).to_contain_text("Sent to HMICFRS as SC-")
    admin_open(reviewer)
    button(reviewer, "Confirm implementation").click()
    expect(reviewer.locator(".messagelist")).to_contain_text("Implementation is confirmed.")

    done = answer_of(UNNAMED)
    assert (done.stage, done.latest.account, done.latest.sub_answers) == (
        "confirmed",
        NEW_WORDS,
        {"a": PART_A},
    )
    assert walk.wrong() == ({}, [])


def admin_open(page):
    page.reload()
    link(page, "Safe to share?: recommendation 4").click()
