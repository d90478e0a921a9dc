"""Days that cannot be, or not in that order, and deadlines unlike the register's."""

import re
from collections import defaultdict
from itertools import pairwise

from ..language import asks, dates, scope
from ..language.text import plain
from .naming import name_of

AFTER = re.compile(
    r"\b(?:following (?:this|that|it)|after (?:this|that|which|it)|then|subsequently|since then"
    r"|thereafter|later|as a result)\b",
    re.IGNORECASE,
)
REPLACES = re.compile(
    r"\b(?:replac(?:ed|es|ing)|supersed(?:ed|es|ing)|amend(?:ed|s|ing)|updat(?:ed|es|ing) (?:one"
    r"|that|the one)|withdrew)\b",
    re.IGNORECASE,
)
BEGAN = re.compile(r"\b(?:beg[au]n|started|launched|commenced|opened)\b", re.IGNORECASE)
ENDED = re.compile(r"\b(?:finished|ended|completed|concluded|closed)\b", re.IGNORECASE)


def day_of_document(found, names, result):
    """(day, words) of the whole document: the one stated nearest to the answers; others are pointed out."""
    for mark in found.days:
        if mark.has_bad_day:
            result.point_out("date-impossible", f"There is no such day: “{mark.text}”.")
    days = [mark for mark in found.days if mark.day]
    if any(mark.has_bad_day and mark.name != "title" for mark in found.days):
        return "", ""
    stated = [mark for mark in days if mark.name != "edge"] or days
    if not stated:
        return "", ""
    openers = [
        section.opener.block
        for section in found.sections
        if section.opener is not None and section.refs
    ]
    first = min(openers, default=10**9)
    before = [mark for mark in stated if mark.block < first] or stated
    chosen = before[-1]
    exact = {mark.day for mark in before if len(mark.day) == 10}
    if len(exact) > 1:
        said = " and ".join(f"“{mark.text}”" for mark in before)
        result.point_out("two-dates", f"More than one day could be that of the answers: {said}.")
    return chosen.day, f"“{chosen.text[:60]}”"


def point_out_days(maker):
    for proposal in maker.result.proposals:
        text = plain(proposal.words)
        name = name_of(proposal)
        for written in dates.written_in(text):
            if not written.iso:
                maker.result.point_out(
                    "date-impossible", f"{name}: there is no such day: “{written.words}”."
                )
        if sentence := _out_of_order(text):
            maker.result.point_out("dates-out-of-order", f"{name}: {sentence}")
        published_on = maker.register.report.published_on
        if proposal.said_on and published_on:
            said = dates.Written(0, 0, proposal.said_on, "")
            if said.latest < published_on:
                sentence = (
                    f"{name}: the answer is dated {proposal.said_on}, before the report was "
                    f"published on {published_on}."
                )
                maker.result.point_out("dates-out-of-order", sentence)
    for section in maker.found.sections:
        for answer in section.answers:
            if answer.label is not None and answer.label.has_bad_day:
                maker.result.point_out(
                    "date-impossible",
                    f"There is no such day: “{answer.label.text or answer.label.name}”.",
                )
    logged = [
        answer
        for section in maker.found.sections
        for answer in section.answers
        if answer.label and answer.label.extra.get("is_log")
    ]
    cells = defaultdict(set)
    for answer in logged:
        cells[answer.label.block].add(answer.day)
    if any(len(days) > 1 for days in cells.values()):
        maker.result.point_out(
            "two-dates",
            "Two or more dated entries share a cell: each is proposed with its own day.",
        )


def _out_of_order(text):
    """A sentence where two days of an answer cannot be in the order in which it puts them; or ""."""
    written = [one for one in dates.written_in(text) if one.iso]
    for earlier, later in pairwise(written):
        between = text[earlier.end : later.start]
        if _is_backwards(text, earlier, later, between):
            return f"“{_shortened(text, earlier, later)}” cannot be in that order."
    if len(written) > 2:
        return _after_the_first(text, written)
    return ""


def _is_backwards(text, earlier, later, between):
    if AFTER.search(between) and later.latest < earlier.earliest:
        return True
    replaced = REPLACES.search(between) or (
        len(between) < 4 and REPLACES.search(text[max(0, earlier.start - 40) : earlier.start])
    )
    if replaced and later.earliest > earlier.latest:
        return True
    began = BEGAN.search(text[max(0, earlier.start - 60) : earlier.start])
    return bool(began and ENDED.search(between) and later.latest < earlier.earliest)


def _after_the_first(text, written):
    """“In November 2018 …. Following this, …, namely 04/01/18 … and 06/12/18”, and the same for what was replaced."""
    for place, earlier in enumerate(written):
        for later in written[place + 1 :]:
            between = text[earlier.end : later.start]
            if AFTER.search(between) and later.latest < earlier.earliest and len(between) < 400:
                return f"“{_shortened(text, earlier, later)}” cannot be in that order."
            if REPLACES.search(between) and later.earliest > earlier.latest and len(between) < 200:
                return f"“{_shortened(text, earlier, later)}” cannot be in that order."
    return ""


def _shortened(text, earlier, later):
    between = text[earlier.end : later.start]
    if len(between) > 60:
        between = f"{between[:30]} … {between[-25:]}"
    return f"{earlier.words}{between}{later.words}"


def point_out_deadlines(maker):
    """A deadline in an ask or in a column of its own, against the register and against sense."""
    printed = []
    for section in maker.found.sections:
        if section.scope in (scope.OTHER, scope.NONE) or not section.refs:
            continue
        details = [section.details, *(answer.details for answer in section.answers)]
        cells = [one["deadline"] for one in details if one.get("deadline")]
        ask = getattr(section, "ask", "")
        starts = asks.DEADLINE.match(ask.strip(" “\"'‘"))
        written = [day for cell in cells for day in dates.written_in(cell)]
        written += dates.written_in(ask[: starts.end() + 8])[:1] if starts else []
        printed += [(section.refs[0], day) for day in written if day.iso]
    usual = _usual_day([day.iso for _, day in printed])
    for ref, day in printed:
        asked = maker.register.asked.get(ref.number)
        due_on = asked.due_on if asked else None
        report = maker.register.report.published_on
        if due_on and not day.earliest <= due_on <= day.latest:
            expected = f"the register has {due_on}"
        elif report and day.latest < report:
            expected = f"the report was published only on {report}"
        elif not due_on and usual and day.iso != usual and day.iso[5:] == usual[5:]:
            expected = f"elsewhere in the document it is {usual}"
        else:
            continue
        maker.result.point_out(
            "deadline-differs", f"{ref} has the deadline {day.words}; {expected}."
        )


def _usual_day(days):
    most = max(set(days), key=days.count, default="")
    return most if days.count(most) > 1 or len(days) > 1 else ""
