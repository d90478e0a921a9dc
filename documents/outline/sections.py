"""Marks to sections: for each place of a document that belongs to some recommendations, its ask,
its answers, its details.

Running text and tables alike. Nothing is decided here about positions or days beyond which of them
stands beside what.
"""

from dataclasses import dataclass, field

from ..language import scope
from . import marks as of
from .marks import Mark


@dataclass
class Answer:
    """A place for an answer: opened by a label, a row, or by the heading itself."""

    label: Mark | None
    texts: list[Mark] = field(default_factory=list)
    details: dict = field(default_factory=dict)
    day: str = ""
    whose: str = ""

    @property
    def has_words(self):
        return any(mark.text.strip() for mark in self.texts)


@dataclass
class Section:
    opener: Mark | None
    refs: tuple = ()
    scope: str = ""
    other: str = ""  # words of the title that put it elsewhere
    day: str = ""  # of the version, or of the part of the document, that it stands in
    day_because: str = ""
    version: int = 0
    asks: list[Mark] = field(default_factory=list)
    notes: list[Mark] = field(default_factory=list)
    open: list[Mark] = field(default_factory=list)  # between heading and label: ask or answer
    answers: list[Answer] = field(default_factory=list)
    details: dict = field(default_factory=dict)
    has_place: bool = False  # an empty description

    @property
    def level(self):
        return self.opener.level if self.opener else 0

    @property
    def is_empty(self):
        return not (
            self.asks or self.notes or self.open or self.answers or self.details or self.has_place
        )


@dataclass
class Sections:
    sections: list[Section] = field(default_factory=list)
    loose: list[Mark] = field(default_factory=list)  # text that stands under no recommendation
    titles: list[Mark] = field(default_factory=list)
    days: list[Mark] = field(default_factory=list)  # that could be the document's
    unreadable: list[Mark] = field(default_factory=list)  # rows whose number cannot be read
    labels: int = 0
    left_out: list[Mark] = field(default_factory=list)  # below a heading inside an answer


REPLYING = ("in reply to", "replying to", "in response to", "answering")
STATUS_NAMES = (
    "status",
    "progress",
    "rag",
    "progress status",
    "current status",
    "brag",
    "rating",
    "statws",
    "rag status",
    "rag rating",
)
DATE_NAMES = (
    "date",
    "date of",
    "dated",
    "date of update",
    "updated on",
    "date of response",
    "date updated",
    "dyddiad",
)
DEADLINE_NAMES = (
    "target date",
    "due date",
    "deadline",
    "due",
    "target",
    "date due",
    "timescale",
    "completion date",
)
POSITION_NAMES = (
    "accepted",
    "position",
    "our position",
    "force position",
    "accept",
    "do you accept",
    "is it accepted",
    "accepted or not",
    "decision",
    "position accepted",
    "accepted yes no",
)


SHORT_DETAILS = (*STATUS_NAMES, *DATE_NAMES, *DEADLINE_NAMES, *POSITION_NAMES)


def of_marks(marks):
    return _Walk(_answers_after_asks(marks)).walk()


def _answers_after_asks(marks):
    """Where each answer stands before its ask, put it behind: an answer comes first and an ask last, turn by turn."""
    turns = [
        mark
        for mark in marks
        if mark.role in (of.LABEL, of.RECOMMENDATION) and not mark.extra.get("is_row")
    ]
    roles = [mark.role for mark in turns]
    says_so = any(mark.role == of.ASK_LABEL and mark.name in REPLYING for mark in marks)
    is_reversed = len(roles) > (1 if says_so else 3) and roles == [of.LABEL, of.RECOMMENDATION] * (
        len(roles) // 2
    )
    if not is_reversed or not _has_words_between(marks):
        return marks
    ordered = []
    answer = []
    is_answer = False
    for mark in marks:
        if mark in turns and mark.role == of.LABEL:
            ordered += answer
            answer = [mark]
            is_answer = True
        elif is_answer and mark.role == of.TEXT:
            answer.append(mark)
        else:
            is_answer = False
            ordered.append(mark)
    return ordered + answer


def _has_words_between(marks):
    """Whether words follow the first label before the first recommendation: else it is the title of a version."""
    for mark in marks[marks.index(next(mark for mark in marks if mark.role == of.LABEL)) + 1 :]:
        if mark.role == of.RECOMMENDATION:
            return False
        if mark.role == of.TEXT:
            return True
    return False


class _Walk:
    def __init__(self, marks):
        self.marks = marks
        self.found = Sections()
        self.section = None
        self.mode = ""
        self.scope = ""
        self.scope_words = ""
        self.scope_level = 0
        self.day = ""
        self.day_because = ""
        self.day_level = 0
        self.has_begun = False
        self.version = 0
        self.field = ""
        self.before_field = ""

    def walk(self):
        for place, mark in enumerate(self.marks):
            getattr(self, f"_{mark.role.replace(' ', '_')}")(mark, place)
        self._close()
        return self.found

    def _close(self):
        if self.section is not None:
            self.found.sections.append(self.section)
        self.section = None
        self.mode = ""

    # --- what opens and closes ----------------------------------------------------

    def _recommendation(self, mark, place):
        self._close()
        self.has_begun = True
        self._reset_scope(mark)
        if mark.name == "contents":
            return
        self.section = Section(
            mark,
            mark.refs,
            mark.scope or self.scope,
            mark.extra.get("scope_words", mark.text) if mark.scope else self.scope_words,
            self.day,
            self.day_because,
            self.version,
        )
        self.mode = "open"

    def _reset_scope(self, mark):
        """What is no report's ends with its own part; in a format without levels, with the next recommendation."""
        if self.scope == scope.NONE and not mark.extra.get("is_row") and self.scope_level == 0:
            self.scope = self.scope_words = ""

    def _title(self, mark, place):
        if mark.name == "greeting":
            return
        self.found.titles.append(mark)
        is_deeper = self.section is not None and 0 < self.section.level < mark.level
        if mark.scope:
            self._set_scope(mark)
        elif self.scope == scope.NONE and 0 < mark.level <= self.scope_level:
            self.scope = self.scope_words = ""
        if mark.day:
            self._set_day(mark, is_version=self.has_begun or self._comes_recommendation(place))
        elif self.day_level and 0 < mark.level <= self.day_level:
            self.day = self.day_because = ""
        if not is_deeper or mark.scope:
            self._close()
        else:
            self.mode = "other"

    def _set_scope(self, mark):
        self.scope = mark.scope
        self.scope_words = mark.text
        self.scope_level = mark.level
        if mark.scope != scope.OURS or self.has_begun:
            self.day = self.day_because = ""

    def _set_day(self, mark, is_version=False):
        if is_version:
            self.day = mark.day
            self.day_because = f"“{mark.text}”"
            self.day_level = mark.level
            self.version += 1
        else:
            self.found.days.append(mark)

    def _comes_recommendation(self, place):
        following = next(
            (mark for mark in self.marks[place + 1 :] if mark.role not in (of.PLACE,)), None
        )
        return following is not None and following.role == of.RECOMMENDATION

    def _date(self, mark, place):
        if self.mode == "field" and self.section is not None and mark.name != "edge":
            self._text(mark, place)  # “Date” and the day on the next line
            return
        if mark.name != "edge" and self._is_in_scope():
            self._set_day(mark, is_version=True)
        else:
            self.found.days.append(mark)
        if self.section is not None and mark.name != "edge":
            self._close()

    def _is_in_scope(self):
        """A day right below the title of one report among several is the day of that part alone."""
        return bool(self.scope) and len({title.scope for title in self._scoped_titles()}) > 1

    def _scoped_titles(self):
        return [
            mark
            for mark in self.marks
            if mark.role in (of.TITLE, of.DATE) and mark.scope and mark.level
        ]

    def _end(self, mark, place):
        self._close()

    # --- labels and words ----------------------------------------------------------

    def _label(self, mark, place):
        if mark.scope and mark.scope != self.scope:
            self._set_scope(mark)
        if (
            self._comes_recommendation(place)
            and not mark.extra.get("is_cell")
            and (mark.is_heading or mark.day)
        ):
            self._close()
            self.has_begun = True
            if mark.day or mark.is_heading:
                self._set_day(mark, is_version=True)
            return
        self.found.labels += 1
        if self.section is None:
            self.mode = "loose"
            return
        if self.mode == "log" and not mark.extra.get("is_log"):
            self.mode = "answer"
        answer = Answer(mark, day=mark.day, whose=mark.whose)
        answer.details = {
            key: value for key, value in mark.extra.items() if not key.startswith("is_")
        }
        previous = self.section.answers[-1] if self.section.answers else None
        if mark.extra.get("is_log") and previous and not previous.has_words:
            self.section.answers.pop()  # the cell's own label: its lines have theirs
        self.section.answers.append(answer)
        self.mode = "answer"

    def _ask_label(self, mark, place):
        is_new = self.section is None or bool(self.section.answers) or mark.name == "row"
        if self._comes_recommendation(place):
            return
        if is_new:
            self._close()
            self.section = Section(
                mark, (), self.scope, self.scope_words, self.day, self.day_because, self.version
            )
            self.section.opener.extra["is_row"] = mark.name == "row"
        self.has_begun = True
        self.mode = "ask"

    def _note_label(self, mark, place):
        self.mode = "note" if self.section is not None else "loose"

    def _field(self, mark, place):
        self.field = mark.name
        value = mark.extra.get("value")
        if self.section is None:
            # “Date: 30 July 2021” at the head of a document dates it; beside an answer it is a detail.
            if self.field in DATE_NAMES and (mark.day or mark.has_bad_day):
                self.found.days.append(mark)
            self.mode = "field"
            return
        if value is not None:
            self._detail(value)
        elif self.mode != "field":
            self.before_field = self.mode
            self.mode = "field"

    def _detail(self, value):
        """A status beside an answer belongs to it, before any answer to the whole section."""
        target = self.section.answers[-1].details if self.section.answers else self.section.details
        for name, names in (
            ("status", STATUS_NAMES),
            ("date", DATE_NAMES),
            ("deadline", DEADLINE_NAMES),
            ("position", POSITION_NAMES),
        ):
            if self.field in names:
                target.setdefault(name, value)

    def _place(self, mark, place):
        if mark.name == "unreadable number":
            self._close()
            self.found.unreadable.append(mark)
        elif self.section is not None and self.mode == "open" and not self.section.open:
            self.section.has_place = True

    def _text(self, mark, place):
        if self.section is None or self.mode == "loose":
            if self.mode != "field":
                self.found.loose.append(mark)
            return
        if self.mode == "field":
            # “Owner” and a name on the next line; what comes after a short detail is the answer again.
            self._detail(mark.text)
            if self.field in SHORT_DETAILS:
                self.mode = self.before_field
            self.field = ""
        elif self.mode == "answer":
            self.section.answers[-1].texts.append(mark)
        elif self.mode == "note":
            self.section.notes.append(mark)
        elif self.mode == "ask" or mark.name == "ask":
            self.section.asks.append(mark)
        elif self.mode == "open":
            self.section.open.append(mark)
        elif self.mode == "other":
            self.found.left_out.append(mark)
