"""Every count on the register, and on the pages of those who work, is what a count by hand gives."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from recommendations.models import Organisation, Recommendation
from tests.every_page.figures.by_hand import (
    counted,
    day,
    figures,
    grouped,
    narrowed,
    open_reports,
    read,
)
from tests.every_page.figures.pages import (
    a_world,
    body_of,
    counts_without_link,
    for_each_reader,
    in_random_worlds,
    links_to_answers,
    listed,
    shown_figures,
    tables,
    tabs,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOT_HELD = ["Not held", "Whom it asked is not held here"]


@for_each_reader
@in_random_worlds
def test_register_counts_what_is_published(reader, chance):
    with a_world(chance, reader) as (_, ask):
        answers = read(is_reviewer=False)
        check_reports(ask("/"), answers)
        for report in open_reports():
            check_report(ask, report, [each for each in answers if each.report == report])
        check_organisations(ask, answers)


@for_each_reader
@in_random_worlds
def test_counts_of_the_register_lead_to_exactly_the_published_answers(reader, chance):
    with a_world(chance, reader) as (_, ask):
        asked = Recommendation.objects.filter(report__in=open_reports())
        places = [place.get_absolute_url() for place in (*open_reports(), *asked)]
        pages = [ask(path) for path in ["/", "/organisations/", *places]]
        assert [cell for page in pages for cell in counts_without_link(page)] == []
        links, answers = (
            {link for page in pages for link in links_to_answers(page)},
            counted(read(is_reviewer=False)),
        )
        rows = {
            address: narrowed(answers, dict(parse_qsl(urlsplit(address).query)))
            for address, _ in links
        }
        assert {address: int(said) for address, said in links} == {
            address: len(rows[address]) for address in rows
        }
        for address in chance.sample(sorted(rows), 5):
            assert listed(ask, address) == [each.listed() for each in rows[address]]


def said_of(answers, *names):
    counts = figures(counted(answers))
    return [str(counts[name]) for name in names]


def check_sums(page, answers, **labels):
    counts, shown = figures(counted(answers)), shown_figures(page)
    labels = {label.replace("_", " "): counts[name] for label, name in labels.items()}
    assert {label: shown[label] for label in labels} == labels


def check_uncounted(page, answers):
    """How many published answers stand in no count, since nobody knows whose they are."""
    said = re.search(r"(\d+) more published answer", page)
    assert int(said[1] if said else 0) == sum(
        bool(each.seen) for each in answers if each not in counted(answers)
    )


def check_reports(page, answers):
    own = grouped(answers, lambda each: each.report)
    held = {report: report.recommendations.count() for report in open_reports()}
    check_sums(
        page, answers, answers_expected="asked", answers_published="answered", silent="silent"
    )
    shown = shown_figures(page)
    assert (shown["reports"], shown["recommendations held"]) == (len(held), sum(held.values()))
    check_uncounted(page, answers)
    rows = {
        report: [
            str(count),
            *said_of(own.get(report, []), "asked", "answered", "silent", "overdue"),
        ]
        for report, count in held.items()
    }
    assert body_of(page, "Reports") == [
        [report.title, day(report.published_on), *(row if held[report] else NOT_HELD)]
        for report, row in rows.items()
    ]


def check_report(ask, report, answers):
    page, asked = ask(report.get_absolute_url()), report.recommendations.order_by("order")
    own = {each: [answer for answer in answers if answer.asked == each] for each in asked}
    if asked:
        check_sums(
            page,
            answers,
            answers_expected="asked",
            published="answered",
            silent="silent",
            overdue="overdue",
        )
        check_uncounted(page, answers)
    assert [row[-3:] for row in body_of(page, "Recommendations")] == [
        said_of(own[each], "asked", "answered", "silent") for each in asked
    ]
    for each in asked:
        page, rows = (
            ask(each.get_absolute_url()),
            sorted(own[each], key=lambda answer: (not answer.seen, answer.name)),
        )
        check_sums(page, own[each], asked="asked", published="answered", silent="silent")
        assert body_of(page, "Answers by organisation") == [
            [answer.name, *answer.registered(), "Read" if answer.seen else "–"] for answer in rows
        ]


def check_organisations(ask, answers):
    own = grouped(answers, lambda each: each.name)
    said = {row[0]: row[1:] for rows in tables(ask("/organisations/")).values() for row in rows[1:]}
    assert said.pop("Not named") == ["Not counted, so that nobody is counted twice"]
    for organisation in Organisation.objects.all():
        rows = body_of(
            ask(organisation.get_absolute_url()), "What it was asked, newest report first"
        )
        answers = own.get(organisation.name, [])
        assert [row[2:] for row in rows] == [each.registered() for each in answers]
        if organisation.kind != "unnamed":
            assert said.pop(organisation.name) == said_of(answers, "asked", "answered", "silent")
    assert said == {}


@in_random_worlds
def test_position_counts_the_published_answers_on_the_register_that_wait(chance):
    with a_world(chance, "public") as (world, ask):
        answers, positions, overview = (
            read(is_reviewer=False),
            ask("/npcc-dependencies/"),
            ask("/progress/overview/"),
        )
        waiting = {
            each.title: len(narrowed(answers, {"waits_on": each.slug})) for each in world.positions
        }
        assert {row[0]: int(row[-1]) for row in body_of(positions, "NPCC dependencies")} == waiting
        told = re.findall(
            r"(Position \d) \(NPCC\) [A-Z][a-z ]+ ?: (\d+) published answer", text(overview)
        )
        assert {name: int(count) for name, count in told} == waiting
        for each in world.positions:
            rows = body_of(ask(each.get_absolute_url()), "Published answers that wait for this")
            assert len(rows) == waiting[each.title]
            assert {row[0] for row in rows} == {
                answer.name for answer in narrowed(answers, {"waits_on": each.slug})
            }


@in_random_worlds
def test_recommendation_says_how_many_published_answers_stand_in_no_count(chance):
    with a_world(chance, "public") as (_, ask):
        for asked, answers in grouped(read(is_reviewer=False), lambda each: each.asked).items():
            check_uncounted(ask(asked.get_absolute_url()), answers)


# Pages of those who work


@in_random_worlds
def test_reviewer_is_told_how_much_waits(chance):
    with a_world(chance, "reviewer") as (world, ask):
        sent = [each for each in read(is_reviewer=True, only_open=False) if each.seen]
        check_queue(ask("/review/"), sent, world.people["reviewer"])
        for asked in Recommendation.objects.filter(report__in=open_reports()):
            page = ask(f"/review/desk/{asked.report.slug}/{asked.number}/")
            assert desk_says([each for each in sent if each.asked == asked]) in text(page)


def check_queue(page, sent, reviewer):
    waiting = [each.response.claimed_by for each in sent if each.response.stage == "sent"]
    returned = [
        each for each in sent if any(said.kind == "return" for said in each.seen.decisions.all())
    ]
    mine, new = waiting.count(reviewer), waiting.count(None)
    assert tabs(page, "Work queue") == {
        "New": new,
        "Mine": mine,
        "Colleagues’": len(waiting) - mine - new,
        "Returned": sum(
            each.response.stage in ("drafting", "awaiting_sign_off") for each in returned
        ),
    }
    assert ("Work queue" + (f" ({mine + new})" if mine + new else "")) in text(page)


def desk_says(answers):
    if not answers:
        return "No organisation has sent an answer to this recommendation."
    texts = {(each.seen.account, *sorted(each.seen.sub_answers.items())) for each in answers}
    waiting = sum(each.response.stage == "sent" for each in answers)
    in_texts = (
        f" in {len(texts)} text{'s' if len(texts) > 1 else ''}" if len(texts) < len(answers) else ""
    )
    then = (
        f"{waiting} wait{'s' if waiting == 1 else ''} for your"
        if waiting
        else "None waits for your"
    )
    return f"{len(answers)} answer{'s' if len(answers) > 1 else ''}{in_texts}. {then} decision."


@in_random_worlds
def test_lead_is_told_with_whom_the_answers_are(chance):
    with a_world(chance, "lead") as (world, ask):
        page, answers = ask("/your-work/"), read(is_reviewer=True, only_open=False)
        own = [each.response for each in answers if each.organisation == world.organisations[0]]
        stages, returned = (
            [each.stage for each in own],
            sum(bool(each.returned_because) for each in own),
        )
        assert tabs(page, "Your recommendations") == {
            "With us": stages.count("drafting"),
            "Returned": returned,
            "With the chief officer": stages.count("awaiting_sign_off"),
            "With HMICFRS": stages.count("sent"),
            "Confirmed or closed": stages.count("confirmed") + stages.count("closed"),
            "All": len(own),
        }
        assert ("Your work" + (f" ({returned})" if returned else "")) in text(page)
