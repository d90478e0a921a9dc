"""What a person should look at before they confirm: each with a tag, and a sentence that says
where and why.
"""

import re
from collections import defaultdict
from itertools import pairwise

from rapidfuzz import fuzz

from ..language import asks, dates, references, scope, statements
from ..language.text import bare, folded, plain, sentences, unquoted, words_in

NEARLY_SAME = 92  # of 100
LEAST_SHARED = 60  # letters of a sentence that two answers have in common
BODY = re.compile(
    r"\b((?:[A-Z][\w’'-]+(?: and | & |-| )){1,3}?(?:Police and Crime Commissioner|Police"
    r"|Constabulary))\b(?! (?:and Crime|Federation|Foundation|Uplift))"
)
NOT_A_BODY = re.compile(
    r"^(?:The|Our|Your|Home Office|Each|All|College of|National|Chief|This|Local|British|Civil "
    r"Nuclear|Ministry of Defence|For|Of|A|In) (?:Police|Constabulary)$"
    r"|^(?:The|Our|Every|Each|This) |^(?:Chief|Deputy|Assistant|Head|Office) ",
)
ACTS = re.compile(
    r"^(?:[’']s)?\s+(?:\w+ly\s+)?(?:has|have|had|is|are|was|were|will|does|did|do|accepts?|uses?"
    r"|trains?|works?|holds?|runs?|\w+ed)\b"
)
GENERAL = re.compile(
    r"\baccept(?:s|ed)?\s+(?:all|each|every)\b[^.]{0,30}\brecommendations?\b", re.IGNORECASE
)
COUNT = re.compile(r"\b(?:all|each)\b", re.IGNORECASE)
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
PUBLISHED = re.compile(r"\bpublished\b[^.]{0,12}$", re.IGNORECASE)
SHORT_ASK = 30


def point_out_all(maker):
    """Everything that is odd about the whole; what is odd about one row was pointed out where it was read."""
    _days(maker)
    _deadlines(maker)
    _numbers(maker)
    _shared(maker)
    _waiting(maker)
    _positions(maker)
    _bodies(maker)
    _reports(maker)
    _languages(maker)
    _colours_in_cells(maker)
    _general(maker)
    _left_out(maker)


def _left_out(maker):
    """An answer ends at the next heading; what stands below a lower one may still belong to it."""
    for mark in maker.found.left_out[:5]:
        sentence = f"Left out, below a heading inside an answer: “{mark.text[:80]}”."
        maker.result.point_out("left-out", sentence)


# --- days -----------------------------------------------------------------------


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


def _days(maker):
    for proposal in maker.result.proposals:
        text = plain(proposal.words)
        name = _name(proposal)
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


def _deadlines(maker):
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


# --- numbers ---------------------------------------------------------------------


def _numbers(maker):
    result = maker.result
    for mark in maker.found.unreadable:
        result.point_out(
            "number-unreadable", f"“{mark.text[:30]}” stands where a number should be."
        )
    places = defaultdict(list)
    for proposal in result.proposals:
        places[
            proposal.recommendation,
            proposal.part,
            proposal.said_on,
            proposal.version,
            proposal.whose,
        ].append(proposal)
    for key, same in places.items():
        if len({folded(one.words) for one in same}) > 1:
            name = f"{key[0]} {key[1]}".strip()
            result.point_out(
                "number-doubled", f"{name} comes {len(same)} times, with different answers."
            )
    answered = {proposal.recommendation for proposal in result.proposals}
    asked = maker.register.asks_here()
    missing = [number for number in asked if number not in answered]
    if missing and answered:
        result.point_out(
            "number-missing",
            f"Not answered here, and asked of the organisation: {', '.join(missing)}.",
        )
    _not_asked(maker, answered)
    others = any(one.scope == scope.NONE for one in [*maker.elsewhere, *maker.found.titles])
    if _of_the_paper(maker) or others:
        sentence = "Other things are answered too that are no recommendations of the report; they are left out."
        result.point_out("not-the-report", sentence)


def _not_asked(maker, answered):
    register = maker.register
    organisation = register.organisation
    if not organisation.is_named:
        return
    known = [asked for asked in register.asked.values() if asked.groups]
    for asked in known:
        if (
            asked.number in answered
            and not register.is_asked(asked)
            and "all_recipients" not in asked.groups
        ):
            maker.result.point_out(
                "not-asked", f"Recommendation {asked.number} is not addressed to the organisation."
            )
    if answered and not organisation.group:
        maker.result.point_out("not-asked", "The report does not address the organisation.")


def _of_the_paper(maker):
    """“Recommendation 1: that the Board notes the report”."""
    for mark in maker.outline.marks:
        match = references.STARTS.match(mark.text)
        if match and references.OF_A_PAPER.match(mark.text[match.end() :]):
            return True
    return False


# --- words -----------------------------------------------------------------------


def compare_ask(maker, ref, ask):
    """The ask as printed, against the register’s."""
    likeness = maker.wordings.likeness(ref.number, ask)
    if likeness is None or words_in(ask) < 4:
        return
    match = maker.wordings.match(ask)
    if match and match.number != ref.number and match.score > likeness:
        sentence = (
            f"Recommendation {ref.number} is printed with wording like that of {match.number}."
        )
        maker.result.point_out("ask-differs", sentence)
    elif likeness < 99.5 and not _is_passage(maker, ref, ask):
        agree = f"{round(likeness)} of 100 agree"
        sentence = f"The ask printed for {ref.number} is not worded as in the register: {agree}."
        maker.result.point_out("ask-differs", sentence)


def _is_passage(maker, ref, ask):
    """A part of the ask, word for word: nothing differs, some is left out."""
    return bare(ask) in maker.wordings.wholes[ref.number]


def _shared(maker):
    """The same words for several recommendations or in several versions: sentence by sentence, and as a whole."""
    distinct = []
    for proposal in maker.result.proposals:
        if not any(other.spans == proposal.spans for other in distinct):
            distinct.append(proposal)
    distinct = distinct[:200]
    for place, one in enumerate(distinct):
        for other in distinct[place + 1 :]:
            if _is_nearly(one.words, other.words):
                sentence = (
                    f"{_name(one)} and {_name(other)} have the same or nearly the same words."
                )
                maker.result.point_out("shared-words", sentence)
    clauses = defaultdict(list)
    for proposal in distinct:
        text = plain(proposal.words)
        own = {
            bare(text[start:end]) for start, end in sentences(text) if end - start >= LEAST_SHARED
        }
        for clause in own:
            clauses[clause].append(proposal)
    for clause, holders in clauses.items():
        if len(holders) > 1:
            names = ", ".join(_name(one) for one in holders)
            maker.result.point_out("shared-words", f"{names} share the sentence “{clause[:80]}…”.")


def _is_nearly(one, other):
    shorter = min(len(one), len(other))
    if shorter < 20 or shorter * 2 < max(len(one), len(other)):
        return False
    return fuzz.ratio(bare(one[:5000]), bare(other[:5000])) >= NEARLY_SAME


def _waiting(maker):
    waiting = defaultdict(list)
    for proposal in maker.result.proposals:
        if proposal.waits_for:
            waiting[proposal.waits_for].append(_name(proposal))
    for whom, names in waiting.items():
        dependency = _dependency(maker.register, [name.split()[-1] for name in names])
        proposed = (
            f"Proposed dependency: {dependency}."
            if dependency
            else "Is there a national position to record it against?"
        )
        maker.result.point_out(
            "waiting", f"{', '.join(dict.fromkeys(names))} wait for “{whom}”. {proposed}"
        )


def _dependency(register, numbers):
    for title, waited_on in register.dependencies:
        if set(numbers) & set(waited_on):
            return title
    return ""


def _positions(maker):
    for proposal in maker.result.proposals:
        if statements.is_qualified(proposal.words) or statements.is_mixed(proposal.words):
            sentence = f"{_name(proposal)} is accepted with a condition, in principle, or in one element alone."
            maker.result.point_out("qualified-acceptance", sentence)


# --- who and about what -------------------------------------------------------------


def _bodies(maker):
    result = maker.result
    organisation = maker.register.organisation
    whose = [mark.whose for mark in maker.outline.marks if mark.role == "label"]
    joint = any(
        scope.JOINT.search(mark.text)
        and re.search(r"response|answer|reply|ymateb", mark.text, re.I)
        for mark in maker.found.titles
    )
    if (maker.others and "own" in whose) or ("joint" in whose) or joint:
        result.point_out(
            "joint",
            (
                "The document answers for more than one organisation; only this one's words are proposed."
            ),
        )
    if maker.is_for_all:
        result.point_out(
            "answers-for-all",
            ("The document answers on behalf of many bodies, so its words are not one body's own."),
        )
        if organisation.kind != "national_body":
            result.point_out(
                "other-body",
                (
                    "The words are those of a national body, for all; they are not this organisation's own."
                ),
            )
    elif maker.others and not result.proposals:
        result.point_out(
            "other-body",
            "The document gives the answers of another body, and none of this organisation.",
        )
    if organisation.is_named:
        _named_bodies(maker)


def _named_bodies(maker):
    """Another force in the words of an answer, as the one that acts; or as the author of the whole."""
    own = {_core(name) for name in maker.register.organisation.names}
    authors = _authors(maker)
    for proposal in maker.result.proposals:
        text = unquoted(plain(proposal.words))
        for match in BODY.finditer(text):
            name = match[1]
            if (
                _core(name) in own | set(authors)
                or NOT_A_BODY.search(name)
                or not ACTS.match(text[match.end() :])
            ):
                continue
            maker.result.point_out(
                "other-body", f"{_name(proposal)} speaks of {name} as the one that acts."
            )
    if authors and not set(authors) & own and maker.register.organisation.kind != "national_body":
        sentence = f"The document is headed by another name than the organisation's: {', '.join(authors.values())}."
        maker.result.point_out("other-body", sentence)


def _authors(maker):
    """Names of forces at the head of the document, above the first answer, by what is their own in them."""
    openers = [
        section.opener.block for section in maker.found.sections if section.opener is not None
    ]
    first = min(openers, default=5)
    skip = set(maker.outline.furniture)
    names = {}
    for place, block in enumerate(maker.blocks[: max(first, 1)]):
        text = plain(block.text)
        if place in skip or words_in(text) > 25:
            continue
        for name in _names_in(text):
            names.setdefault(_core(name), name)
    return names


def _names_in(text):
    lowered = text.title() if text.upper() == text else text
    return [match[1] for match in BODY.finditer(lowered) if not NOT_A_BODY.search(match[1])]


def _core(name):
    """“Exampleshire Constabulary” and “Exampleshire Police” are one name."""
    return (
        re.sub(
            r"\b(police and crime commissioner( for)?|police|constabulary|service|the|and|heddlu"
            r"|for|of)\b",
            " ",
            name.lower(),
        )
        .strip()
        .replace("  ", " ")
    )


def _reports(maker):
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


def _languages(maker):
    languages = {
        block.language[:2].lower()
        for block in maker.blocks
        if block.text.strip() and block.language
    }
    is_welsh = "cy" in languages or any(
        re.search(r"\bargymhelliad\b", plain(block.text), re.I) for block in maker.blocks
    )
    is_english = any(
        re.search(r"\brecommendation\b", plain(block.text), re.I) for block in maker.blocks
    )
    if is_welsh and is_english and maker.drops_welsh:
        maker.result.point_out(
            "two-languages",
            "The same answers stand in Welsh and in English; the English is proposed.",
        )


def _colours_in_cells(maker):
    """A column for colours whose cells hold none in words."""
    for section in maker.found.sections:
        for answer in section.answers:
            is_blank = answer.details.get("status") == "" and answer.has_words
            is_colour = re.search(
                r"\bb?rag\b|colour", answer.details.get("status_head", ""), re.IGNORECASE
            )
            if is_blank and is_colour and section.scope not in (scope.OTHER, scope.NONE):
                maker.result.point_out(
                    "colour-only", "Progress is shown by a colour that no words explain."
                )
                return


def _general(maker):
    for place, block in enumerate(maker.blocks):
        text = plain(block.text)
        if (
            place not in maker.outline.furniture
            and GENERAL.search(text)
            and not maker.result.proposals
        ):
            sentence = f"A statement about all recommendations names none of them: “{GENERAL.search(text)[0]}”."
            maker.result.point_out("general-statement", sentence)
            maker.is_general = True
            return


def _name(proposal):
    part = proposal.part
    if not part:
        return f"Recommendation {proposal.recommendation}"
    return (
        f"Recommendation {part}"
        if "." in part
        else f"Recommendation {proposal.recommendation}({part})"
    )


# --- nothing -----------------------------------------------------------------------------


def links_only(maker):
    """A sentence that names what the page links to, or "" where it holds more than links."""
    skip = set(maker.outline.furniture)
    links = [
        plain(block.text)
        for place, block in enumerate(maker.blocks)
        if place not in skip
        and block.links
        and re.search(r"\b(response|reply|answer|plan|pdf|word|recommendation)\b", block.text, re.I)
    ]
    if not links:
        return ""
    sentence = f"Nothing to read in: it links to {'; '.join(f'“{link}”' for link in links[:5])}."
    maker.result.point_out("links-only", sentence)
    return sentence


def why_nothing(maker):
    result = maker.result
    tags = {oddity.tag for oddity in result.oddities}
    if maker.is_for_all and maker.others:
        return "The document answers for all bodies. Its words are those of the national body that gives them."
    if maker.others:
        return "The document holds answers of another body, and none of this organisation."
    if "other-report" in tags and maker.elsewhere:
        return "The document answers another report, and not the one that was given."
    if "general-statement" in tags:
        return "The document has one statement about all recommendations, and no answer to any one of them."
    if "attachment" in tags:
        return "The mail holds no answer; look into what is attached to it."
    if sentence := links_only(maker):
        return sentence
    if "ask-unmatched" in tags:
        return "The asks have no numbers, and their wording could not be matched with the register."
    if maker.unanswered or "unanswered" in tags:
        return "The document prints recommendations, and no answers to them."
    if "empty-answer" in tags:
        return "The places for answers are empty."
    if "formula" in tags:
        return "The answers are formulas whose results are not stored."
    if "number-unknown" in tags:
        return "The numbers that are answered are none of the report's."
    return "No words were found that answer a recommendation of this report."
