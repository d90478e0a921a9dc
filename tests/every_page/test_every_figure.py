"""Every figure on the progress pages is, in random worlds and for each reader, what a count by hand gives."""

import datetime
import random
import re
from statistics import median
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.every_page.figures.by_hand import (
    FIGURES,
    counted,
    day,
    days_of,
    figures,
    grouped,
    narrowed,
    open_reports,
    read,
    share,
)
from tests.every_page.figures.pages import (
    a_world,
    body_of,
    counts_without_link,
    filters_of,
    for_each_reader,
    in_random_worlds,
    links_to_answers,
    listed,
    rows_of_csv,
    rows_of_json,
    rows_of_xlsx,
    shown_figures,
    tables,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LABELS = {name: name for name in FIGURES} | {
    "late": "answered late",
    "deferred": "deferred or waiting",
}
MEASURES = {
    "state": "Whose turn",
    "position": "Position",
    "progress": "Progress",
    "assurance": "Assurance",
    "timeliness": "Against the deadline",
    "coverage": "Sub-recommendations answered",
}
ORDERS = {
    "report": lambda each: 0,
    "organisation": lambda each: each.name,
    "due": lambda each: each.asked.due_on or datetime.date.max,
    "answered": lambda each: -(each.answered_on or datetime.date.min).toordinal(),
}
ON_THE_MAP = {"Dorset", "Essex", "Kent"}


def met(reader):
    """The figures that this reader can meet; who is confirmed is for reviewers alone."""
    return [name for name in FIGURES if name != "confirmed" or reader == "reviewer"]


def labelled(answers, reader):
    counts = figures(answers)
    return {LABELS[name]: counts[name] for name in met(reader)}


def some_filters(chance, offered, answers):
    """Up to three; each with a value that some answer fits, as long as there is one."""
    query = {}
    for name in chance.sample(sorted(offered), chance.choice([2, 1, 3, 0])):
        fitting = [value for value in offered[name] if narrowed(answers, query | {name: value})]
        query[name] = chance.choice(fitting or offered[name])
    return query


def check_links(ask, page, answers, chance):
    """Each figure leads to as many rows as it says; some are followed, and list exactly these."""
    links = links_to_answers(page)
    rows = {
        address: narrowed(answers, dict(parse_qsl(urlsplit(address).query))) for address, _ in links
    }
    assert links
    assert {said for address, said in links if said != f"{len(rows[address])}"} <= {"Filter"}
    for address, _ in chance.sample(links, min(len(links), 2)):
        assert listed(ask, address) == [each.listed() for each in rows[address]]


# Progress pages


@for_each_reader
@in_random_worlds
def test_progress_pages_say_what_a_count_by_hand_gives(reader, chance):
    with a_world(chance, reader) as (world, ask):
        answers, offered = (
            counted(read(reader == "reviewer")),
            filters_of(ask("/progress/overview/")),
        )
        check_matrix(ask, answers, some_filters(chance, offered, answers), reader, chance)
        check_overview(ask, answers, some_filters(chance, offered, answers), reader, chance)
        assert rows_of_csv(ask("/progress/answers.csv")) == [each.exported() for each in answers]
        check_list_and_files(ask, answers, some_filters(chance, offered, answers), reader, chance)
        for organisation in world.organisations:
            if organisation.group_id:
                check_organisation(ask, answers, organisation, reader, chance)


@in_random_worlds
def test_reviewer_may_look_at_what_is_published_alone(chance):
    with a_world(chance, "reviewer") as (_, ask):
        answers, published = counted(read(is_reviewer=False)), {"published": "on"}
        offered = filters_of(ask("/progress/overview/?published=on"))
        check_matrix(
            ask, answers, some_filters(chance, offered, answers) | published, "public", chance
        )
        check_overview(
            ask, answers, some_filters(chance, offered, answers) | published, "public", chance
        )
        check_list_and_files(ask, answers, published, "public", chance)


@for_each_reader
def test_every_figure_of_one_world_leads_to_exactly_its_rows(reader):
    with a_world(random.Random(46), reader) as (world, ask):  # noqa: S311  rows, not secrets
        pages = [
            f"/progress/organisations/{each.slug}/" for each in world.organisations if each.group_id
        ]
        pages = list(map(ask, ["/progress/", "/progress/overview/", *pages]))
        assert [cell for page in pages[:2] for cell in counts_without_link(page)] == []
        links = {link for page in pages for link in links_to_answers(page)}
        answers = counted(read(reader == "reviewer"))
        assert (len(links) > 80, len(answers), sum(bool(each.seen) for each in answers) > 10) == (
            True,
            23,
            True,
        )
        for address, said in links:
            rows = narrowed(answers, dict(parse_qsl(urlsplit(address).query)))
            assert said in (f"{len(rows)}", "Filter")
            assert listed(ask, address) == [each.listed() for each in rows]


def check_matrix(ask, answers, query, reader, chance):
    if not open_reports():
        assert "No open report holds recommendations yet" in ask("/progress/")
        return
    report, sort = chance.choice(open_reports()), chance.choice(["name", "answered", "silent"])
    query |= {"report": report.slug}
    shown = narrowed(answers, query)
    for measure, caption in MEASURES.items():
        page = ask("/progress/?" + urlencode({"measure": measure, "sort": sort, **query}))
        assert tables(page)[caption] == grid(shown, report, measure, sort)
        assert shown_figures(page) == labelled(shown, reader)
    check_links(ask, page, answers, chance)


def grid(answers, report, measure, sort):
    """The matrix as it should be: its head, its rows and its foot."""
    asked = sorted(report.recommendations.all(), key=lambda recommendation: recommendation.order)
    own, of_asked = (
        grouped(answers, lambda each: each.name),
        grouped(answers, lambda each: each.asked),
    )
    words = {(each.name, each.asked): each.word(measure) for each in answers}
    first = {name: -figures(own[name]).get(sort, 0) for name in own}
    rows = [
        [name, *(words.get((name, each), "–") for each in asked), share(own[name])]
        for name in sorted(own, key=lambda name: (first[name], name))
    ]
    return [
        ["Organisation", *(each.number for each in asked), "Answered"],
        *(rows or [["No organisation fits these filters."]]),
        ["Answered", *(share(of_asked.get(each, [])) for each in asked), share(answers)],
    ]


def check_overview(ask, answers, query, reader, chance):
    figure = chance.choice(met(reader)[1:])
    shown, page = (
        narrowed(answers, query),
        ask("/progress/overview/?" + urlencode({"map": figure, **query})),
    )
    assert shown_figures(page) == labelled(shown, reader)
    assert body_of(page, "Figures by report, newest first") == [
        [title, *map(str, labelled(own, reader).values())]
        for title, own in grouped(shown, lambda each: each.report.title).items()
    ] or [["No answer fits these filters."]]
    tiles = of_each_force(shown, figure)
    caption = f"{LABELS[figure].capitalize()}, by force"
    assert {name: said for name, _, said in body_of(page, caption)} == tiles
    assert dict(re.findall(rf"<title>(.*): (.*) {LABELS[figure]}</title>", page)) == tiles
    assert body_of(page, "First answers and answers due, by week") == weeks(shown)
    assert time_to_first(shown) in text(page)
    check_links(ask, page, answers, chance)


def of_each_force(answers, figure):
    return {
        name: f"{figures(own)[figure]} of {len(own)}"
        for name, own in grouped(answers, lambda each: each.name).items()
        if name in ON_THE_MAP
    }


def weeks(answers):
    """First answers and answers due: of each week in which there were any, and so far."""
    came = [each.answered_on for each in answers if each.answered_on]
    due = [each.asked.due_on for each in answers if each.asked.due_on]
    came, due = (
        [date - datetime.timedelta(date.weekday()) for date in days] for days in (came, due)
    )
    return [
        [day(monday), *of_week(came, monday), *of_week(due, monday)]
        for monday in sorted({*came, *due})
    ]


def of_week(mondays, monday):
    return [str(mondays.count(monday)), str(sum(each <= monday for each in mondays))]


def time_to_first(answers):
    taken = [
        (each.answered_on - each.report.published_on).days for each in answers if each.answered_on
    ]
    undated = sum(bool(each.seen) and not each.answered_on for each in answers)
    over = f"{len(taken)} answer{'s' if len(taken) > 1 else ''}"
    said = (
        f"{median(taken):,g} days, over {over} "
        if taken
        else "not known, since no answer has a stated day"
    )
    apart = "answer without a stated day is" if undated == 1 else "answers without a stated day are"
    return f"first answer: {said}. " + (
        f"{undated} {apart} left out of it." if undated else "By report"
    )


def check_list_and_files(ask, answers, query, reader, chance):
    query |= some_filters(
        chance, filters_of(ask("/progress/answers/?" + urlencode(query))), narrowed(answers, query)
    )
    sort = chance.choice([*ORDERS])
    shown, address = (
        sorted(narrowed(answers, query), key=ORDERS[sort]),
        urlencode({"sort": sort, **query}),
    )
    assert listed(ask, f"/progress/answers/?{address}") == [each.listed() for each in shown]
    for kind, rows_of in {"csv": rows_of_csv, "json": rows_of_json, "xlsx": rows_of_xlsx}.items():
        assert rows_of(ask(f"/progress/answers.{kind}?{address}")) == [
            each.exported() for each in shown
        ]


def check_organisation(ask, answers, organisation, reader, chance):
    """Beside the median of those of its group that are asked something, and for reviewers the days it took."""
    page = ask(f"/progress/organisations/{organisation.slug}/")
    group = [each for each in answers if each.organisation.group_id == organisation.group_id]
    own = [each for each in group if each.organisation == organisation]
    others = [
        labelled(answers, reader) for answers in grouped(group, lambda each: each.name).values()
    ]
    assert body_of(page, "Figures over all reports, beside the median of its group") == [
        [label.capitalize(), str(count), f"{median([counts[label] for counts in others] or [0]):g}"]
        for label, count in labelled(own, reader).items()
    ]
    assert f"of which {len(others)} " in text(page)
    days = [days_of(each) for each in own] if reader == "reviewer" else []
    assert shown_figures(page) == median_days(days)
    assert body_of(page, "Its answers, newest report first") == [
        each.listed()[1:-1] + (in_words(days[place]) if days else [])
        for place, each in enumerate(own)
    ]
    check_links(ask, page, answers, chance)


def median_days(days):
    labels = {
        "held": "days held by it",
        "hmicfrs": "days with HMICFRS",
        "npcc": "days waiting on the NPCC",
    }
    return (
        {label: median(each[name] for each in days) for name, label in labels.items()}
        if days
        else {}
    )


def in_words(days):
    waited = days["hmicfrs"] + days["npcc"]
    return [
        str(days["held"]),
        f"{waited} HMICFRS {days['hmicfrs']}, NPCC {days['npcc']}" if waited else "0",
    ]
