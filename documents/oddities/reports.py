"""Another report, or this one under a name or with a day that is nearly its own."""

import re

from rapidfuzz import fuzz

from ..language import dates, scope
from ..language.text import bare, plain, words_in

PUBLISHED = re.compile(r"\bpublished\b[^.]{0,12}$", re.IGNORECASE)


def point_out_reports(maker):
    result = maker.result
    names = maker.names
    found = dict.fromkeys(
        names.other_report(section.other)
        for section in maker.elsewhere
        if section.scope == scope.OTHER
    )
    titles = [mark for mark in maker.found.titles if mark.scope == scope.OTHER]
    found.update(dict.fromkeys(names.other_report(mark.text) for mark in titles))
    rows = any(
        section.scope == scope.NONE and section.opener.extra.get("is_row")
        for section in maker.elsewhere
    )
    for title in filter(None, found):
        result.point_out("other-report", f"The document also answers another report: {title}.")
    if rows:
        result.point_out(
            "other-report",
            "Rows of the table are of another report, an inspection or somebody else.",
        )
    _misnamed(maker)


def _misnamed(maker):
    """The report under a name or with a day that is nearly its own."""
    report = maker.register.report
    title = bare(report.title)
    skip = set(maker.outline.furniture)
    for place, block in enumerate(maker.blocks):
        text = plain(block.text)
        is_head = "mail head subject" in block.region
        if place in skip and not is_head:
            continue
        nearest = _nearest(title, bare(text)) if words_in(text) < 60 else ""
        if nearest:
            maker.result.point_out(
                "report-misnamed",
                f"“{nearest}” is not the report's name, which is “{report.title}”.",
            )
        for written in dates.written_in(text):
            is_published = PUBLISHED.search(text[: written.start]) and report.published_on
            if (
                is_published
                and len(written.iso) == 10
                and _is_wrong_year(written, report, maker.register)
            ):
                sentence = f"The report is said to be published on {written.words}; it was on {report.published_on}."
                maker.result.point_out("report-misnamed", sentence)


def _is_wrong_year(written, report, register):
    published = report.published_on
    is_near = (written.earliest.month, written.earliest.day) == (
        published.month,
        published.day,
    ) or (written.earliest.year == published.year and written.earliest.month == published.month)
    others = {other.published_on for other in register.other_reports}
    return is_near and written.earliest != published and written.earliest not in others


def _nearest(title, text):
    """Words of `text` that are nearly the title: one word of it another, in the same place."""
    wanted = title.split()
    words = text.split()
    if len(wanted) < 3 or title in text:
        return ""
    for start in range(len(words) - len(wanted) + 1):
        window = words[start : start + len(wanted)]
        same = sum(one == other for one, other in zip(window, wanted, strict=True))
        if same == len(wanted) - 1 and fuzz.ratio(" ".join(window), title) >= 70:
            return " ".join(window)
    return ""
