"""Blocks to marks: what each piece of a document is for. Rules by form and words; who answers what
comes later.

A table becomes the same marks as running text (`grids`, `rows`), so that what follows knows no tables.
"""

import re
from dataclasses import dataclass, field

from ..blocks import HEADING
from ..language import dates, furniture, labels, references, scope, statements
from ..language.text import Plain, plain, sentences, words_in

RECOMMENDATION, LABEL, ASK_LABEL, NOTE_LABEL, FIELD = (
    "recommendation",
    "label",
    "ask label",
    "note label",
    "field",
)
TEXT, TITLE, DATE, END, PLACE = "text", "title", "date", "end", "place"

# A line that dates the whole document: “Published: 21 June 2021”, “Version 1.4, 17 June 2021”.
DATED = re.compile(
    r"^(published|publication date|date( of (the )?(response|reply|answer|publication|issue"
    r"|letter|update))?|dated|issued|signed( on)?|as (at|of)"
    r"|version\b[^,]{0,20},?|cyhoeddwyd|dyddiad|sent|response date)\b[\s:]*(on\s+)?$",
    re.IGNORECASE,
)
# These are days of something else: of the page, of a meeting, of a review.
OF_SOMETHING_ELSE = re.compile(
    r"\b(last (updated|changed|reviewed|modified)|updated|reviewed?|meeting|deadline|due|page|by"
    r"|report (was )?(of|published)"
    r"|published (on|in)|letter of|covers|since|from|until|between|before|after|review date"
    r"|news)\b",
    re.IGNORECASE,
)
LONGEST_DATE_LINE = 18
QUESTION = re.compile(
    r"^(q(uestion)?\s*\d*[.:)]|\d+[.)]|what|how|has|have|is|are|do|does|when|which|why|please|can)",
    re.I,
)
ANSWER_SIGN = re.compile(r"^a(nswer)?\s*\d*[.:)]\s+(?=\S)", re.IGNORECASE)
NUMBERED_OTHERS = re.compile(
    r"^(areas? for improvement|afi|causes? of concern|learning points?|actions?)\s+"
    r"(no\.?\s*)?\d{1,2}\b(?!\s+(of|and)\b)",
    re.I,
)
SECTION_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.)\s+(?=\S)")
SECTION = re.compile(
    r"^(annex|appendix|atodiad|schedule|part [a-z0-9]|section \d|next steps|conclusions?|summary"
    r"|background|introduction|contents|glossary"
    r"|contact|further information|financial|equality|legal|risk|implications|purpose"
    r"|recommendations?|references|governance|overview"
    r"|executive summary|foreword|method\w*|key|definitions|about|evidence|supporting "
    r"information|other)\b",
    re.IGNORECASE,
)


@dataclass
class Mark:
    """One piece of a block, from `start` to `end` in its source, and what it is."""

    role: str
    block: int = -1
    start: int = 0
    end: int = 0
    text: str = ""  # as rules read it
    refs: tuple = ()
    level: int = 0
    day: str = ""
    whose: str = ""
    name: str = ""
    scope: str = (
        ""  # a title that opens a part of the document: ours, another report's, or no report's
    )
    is_quoted: bool = False
    is_heading: bool = False
    has_bad_day: bool = False
    because: str = ""
    row: int = -1
    extra: dict = field(default_factory=dict)


@dataclass
class Context:
    """What a block is read beside: all texts, and what came last."""

    texts: list[str]
    number: str = ""  # that parts such as “7.2” belong to
    is_question: bool = False  # “Q. What was done about recommendation 1?”

    def following(self, place):
        """The next words after the block at `place`."""
        return next((text for text in self.texts[place + 1 : place + 6] if text.strip()), "")


@dataclass
class Outline:
    marks: list[Mark]
    furniture: list[int]  # blocks that belong to no answer


def of(blocks, register):
    """The Outline of `blocks`: pure, no database."""
    from . import rows  # which knows what a mark is
    from .grids import grids

    has_page = any(furniture.PAGE.search(block.region) for block in blocks)
    outline = Outline([], [])
    names = scope.Names(register)
    tables = grids(blocks)
    context = Context([plain(block.text) for block in blocks])
    place = 0
    while place < len(blocks):
        block = blocks[place]
        if furniture.is_furniture(block, has_page):
            outline.furniture.append(place)
            outline.marks += _date_of_furniture(place, block)
            if block.kind == HEADING and not furniture.REGION.search(block.region):
                outline.marks.append(
                    Mark(END, place, level=block.level, name="furniture")
                )  # “Contact us”
            place += 1
        elif block.cell is not None:
            place = rows.add_row(blocks, place, tables, outline, names, register, context)
        else:
            _flow(place, block, outline, names, register, context)
            place += 1
    return outline


def _date_of_furniture(place, block):
    """Front matter, the head of a mail and the foot of each page may say the day of the document."""
    plain = Plain(block.text)
    if "front matter" in block.region and not re.match(
        r"\s*(published|date|dated|issued)\s*:", plain.text, re.IGNORECASE
    ):
        return []
    if not re.search(r"mail head date|front matter|page head or foot", block.region):
        return []
    written = dates.written_in(plain.text)
    return (
        [Mark(DATE, place, text=plain.text, day=written[0].iso, name="edge")]
        if len(written) == 1
        else []
    )


def _flow(place, block, outline, names, register, context):
    """The marks of a block that stands in running text."""
    flow = Flow(place, block, names, register, context)
    outline.marks += flow.marks()


class Flow:
    """One block of running text, or a cell that is read as such."""

    def __init__(self, place, block, names, register, context):
        self.place = place
        self.block = block
        self.plain = Plain(block.text)
        self.text = self.plain.text
        self.names = names
        self.register = register
        self.context = context
        self.is_heading = block.kind == HEADING or block.is_strong

    def mark(self, role, start=0, end=None, **details):
        end = len(self.text) if end is None else end
        return Mark(
            role,
            self.place,
            self.plain.source_place(start),
            self.plain.source_place(end),
            self.text[start:end].strip(),
            level=self.block.level,
            is_quoted=self.block.is_quoted,
            is_heading=self.is_heading,
            **details,
        )

    def marks(self):
        if not self.text:
            return [self.mark(PLACE)]
        if furniture.TRAILER.match(self.text):
            return [self.mark(END, name="trailer")]
        if self.block.is_quoted and not references.heading(self.text):
            return [self.mark(TEXT)]
        if heading := self._heading():
            return self._recommendation(heading)
        if self._is_of_no_report():
            return [self.mark(TITLE, scope=scope.NONE)]
        if self.context.is_question and (answer := ANSWER_SIGN.match(self.text)):
            self.context.is_question = False
            label = self.mark(
                LABEL, 0, answer.end(), name="answer", because="the answer to a question"
            )
            return [label, self.mark(TEXT, answer.end())]
        label, start = labels.at_start(self.text)
        if label and (label.kind == labels.FIELD or ":" in self.text[:start]):
            return self._label_with_words(label, start)
        if whole := labels.of(self.text):
            return self._whole_label(whole)
        if label:
            return self._label_with_words(label, start)
        return self._other()

    def _whole_label(self, label):
        """“Our response to recommendation 1” opens its place and is its label, too."""
        named = references.named_in(self.text)
        if label.kind != labels.ANSWER or not named:
            return [self._label(label)]
        self.context.number = named[0][2][0].number
        opener = self.mark(RECOMMENDATION, 0, 0, refs=named[0][2], because=f"“{self.text[:60]}”")
        return [opener, self._label(label)]

    def _heading(self):
        heading = references.heading(self.text, is_heading=self.is_heading)
        if heading is None and (bare := references.bare_number(self.text)):
            refs, rest = bare
            is_alone = rest >= len(self.text)
            is_labelled = is_alone and self._comes_label()
            is_part = self.context.number == refs[0].number or self._is_registered(refs[0])
            # “7.1 of the policy manual …” goes on; “7.1” alone, or as a heading, is a part.
            if (
                is_labelled
                or (is_alone and (is_part or self.is_heading))
                or (is_part and self.block.kind == HEADING)
            ):
                return references.Heading(refs, rest)
        if heading is None and re.fullmatch(r"\d{1,2}[.:)]?", self.text) and self._comes_label():
            return references.Heading(references.listed(self.text), len(self.text))
        return heading or self._question()

    def _comes_label(self):
        following = labels.of(self.context.following(self.place))
        return following is not None and following.kind in (labels.ANSWER, labels.ASK)

    def _question(self):
        """“Q. What has the force done about recommendation 1?”"""
        places = references.named_in(self.text)
        if not (self.text.endswith("?") and places and len(list(sentences(self.text))) <= 2):
            return None
        if not QUESTION.match(self.text):
            return None
        self.context.is_question = True
        return references.Heading(places[0][2], len(self.text))

    def _is_of_no_report(self):
        """“Area for improvement 2: …”: numbered and answered like a recommendation, and none."""
        return bool(NUMBERED_OTHERS.match(self.text))

    def _is_registered(self, reference):
        asked = self.register.asked.get(reference.number)
        return bool(asked and reference.part in [label for label, _ in asked.parts])

    def _recommendation(self, heading):
        refs = heading.references
        note = f"{heading.note} {heading.topic}"
        self.context.number = refs[0].number
        mark = self.mark(
            RECOMMENDATION,
            0,
            heading.rest,
            refs=refs,
            scope=self.names.scope(note),
            name="contents" if heading.is_contents else "",
            because=f"“{self.text[: min(heading.rest, 60)].strip()}”",
        )
        rest = self.text[heading.rest :].strip()
        if not rest or heading.is_contents:
            return [mark]
        label, start = labels.at_start(rest)
        if label and label.kind == labels.ANSWER:
            offset = self.text.index(rest, heading.rest)
            return [mark, *self._label_with_words(label, offset + start)]
        if label := labels.of(rest):
            return [mark, self._label(label)]
        return [mark, self.mark(TEXT, heading.rest, name="on heading")]

    def _label(self, label, start=0, end=None):
        role = {
            labels.ANSWER: LABEL,
            labels.ASK: ASK_LABEL,
            labels.NOTE: NOTE_LABEL,
            labels.FIELD: FIELD,
        }[label.kind]
        is_dated = label.kind == labels.FIELD and (label.day or label.has_bad_day)
        return self.mark(
            role,
            start,
            end,
            extra={"value": self.text} if is_dated else {},
            day=label.day,
            whose=self.names.whose(label.words),
            name=label.name,
            has_bad_day=label.has_bad_day,
            because=f"label “{label.words.strip(' :')}”",
            scope=self.names.scope(self.text) if self.is_heading else "",
        )

    def _label_with_words(self, label, start):
        mark = self._label(label, 0, start)
        if label.kind == labels.FIELD:
            written = dates.written_in(self.text[start:])
            mark.extra["value"] = self.text[start:]
            mark.day = written[0].iso if written else ""
            mark.has_bad_day = bool(written) and not written[0].iso
            mark.text = self.text
            return [mark]
        return [mark, self.mark(TEXT, start)]

    def _other(self):
        dated = self._date()
        if dated:
            return dated
        if furniture.GREETING.match(self.text):
            return [self.mark(TITLE, name="greeting")]
        if furniture.ends_a_letter(self.text):
            return [self.mark(END, name="signature")]
        if not self.block.level and statements.is_bare(self.text):
            return [self.mark(TEXT)]
        written = self.names.scope(self.text) if self._is_title() else ""
        if self._is_title() and (self.is_heading or written or self._is_section()):
            return [self.mark(TITLE, scope=written, day=self._day_of_title())]
        return [self.mark(TEXT)]

    def _is_title(self):
        ends = re.search(r"[.!;,:]$", self.text) and not self.is_heading
        return (
            words_in(self.text) <= 30
            and not ends
            and not self.block.is_quoted
            and self.block.kind != "item"
        )

    def _is_section(self):
        """In a format without headings: a numbered line in capitals, or one that opens a part as such lines do."""
        text = SECTION_NUMBER.sub("", self.text)
        is_numbered = text != self.text
        is_capital = text.upper() == text and re.search(r"[A-Z]{3}", text)
        return bool(
            words_in(text) <= 10
            and (is_capital or (SECTION.match(text) and (is_numbered or words_in(text) <= 5)))
        )

    def _day_of_title(self):
        written = dates.written_in(self.text)
        about_report = self.names.is_publication(written[0].iso) if written else True
        return "" if about_report or OF_SOMETHING_ELSE.search(self.text) else written[0].iso

    def _date(self):
        """A line that says the day of the document, or the Mark of one that says a day that does not exist."""
        written = dates.written_in(self.text)
        if len(written) != 1:
            return []
        day = written[0]
        is_whole = day.start == 0 and day.end >= len(self.text) - 1
        is_sentence = words_in(self.text) > LONGEST_DATE_LINE or SECTION_NUMBER.match(
            self.text + " x"
        )
        if is_sentence and not is_whole:
            return []
        before = self.text[: day.start].strip(" ,.|–—-:(")
        after = self.text[day.end :].strip(" ,.|–—-:()")
        if re.search(r"[.;]$", self.text) or self.names.is_publication(day.iso):
            return []
        stated = not before or DATED.match(before)
        if stated and words_in(after) <= 6 and not OF_SOMETHING_ELSE.search(after):
            return [
                self.mark(
                    DATE, day=day.iso, name="stated", has_bad_day=not day.iso, scope=self._scope()
                )
            ]
        is_end = not after or re.match(r"^(version|draft|v\d)", after, re.IGNORECASE)
        is_parted = re.search(r"[,|–—:(-]\s*$", self.text[: day.start]) or re.search(
            r"\b(plan|reply|response|answer|update|letter|return) of$", before, re.I
        )
        if is_end and is_parted and not OF_SOMETHING_ELSE.search(before):
            return [
                self.mark(
                    DATE, day=day.iso, name="title", has_bad_day=not day.iso, scope=self._scope()
                )
            ]
        return []

    def _scope(self):
        return self.names.scope(self.text) if self._is_title() else ""
