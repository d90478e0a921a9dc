"""Rows of tables to marks. Three kinds are met: a row for each recommendation below a head; key and
value in two columns; and a table that only lays out running text.
"""

import re

from ..language import dates, labels, references, scope
from ..language.text import Plain, plain, words_in
from . import columns
from . import marks as outline

LOG_LINE = re.compile(r"^\s*(?P<day>[^\n:–—]{3,24}?)\s*(?:[:–—]|\s-\s)\s*(?=\S)")
NOT_A_NUMBER = re.compile(
    rf"^\d{{1,2}}[-/ ](?:{dates.MONTH})(?:[-/ ]\d{{2,4}})?$|^\d{{1,2}}/\d{{1,2}}(/\d{{2,4}})?$",
    re.IGNORECASE,
)
NUMBER_KEY = re.compile(
    rf"^{references.NAME}\s*(number|nos?\.?|ref(erence)?|#)?\s*:?$", re.IGNORECASE
)
NO_ANSWER = re.compile(r"^[\s–—\-.…/]*$")


def add_row(blocks, place, found, out, names, register, context):
    """Put the marks of the row that begins at `place` into `out`; the place after it."""
    cell = blocks[place].cell
    grid = found[cell.table]
    if grid.is_layout:
        if blocks[place].text.strip() or _is_lone_place(blocks, place, grid):
            out.marks += outline.Flow(place, blocks[place], names, register, context).marks()
        return place + 1
    following = place
    while (
        following < len(blocks)
        and blocks[following].cell
        and (blocks[following].cell.table == cell.table and blocks[following].cell.row == cell.row)
    ):
        following += 1
    if cell.row not in grid.done:
        grid.done.add(cell.row)
        row = _Row(blocks, grid, cell.row, place, names, register, context)
        out.marks += row.marks()
    return following


def _is_lone_place(blocks, place, grid):
    """An empty description of a term, such as the list “Recommendation 8:” with nothing beside it."""
    return "dd" in blocks[place].region.split()


class _Row:
    def __init__(self, blocks, grid, number, place, names, register, context):
        self.blocks = blocks
        self.grid = grid
        self.number = number
        self.place = place
        self.names = names
        self.register = register
        self.context = context

    def text(self, column):
        return plain(
            "\n".join(self.blocks[place].text for place in self.grid.blocks_at(self.number, column))
        ).strip()

    def marks(self):
        if self.number in self.grid.head_rows:
            return []
        if self.grid.columns and self.number > max(self.grid.head_rows):
            return self._below_head()
        return self._keys_and_values()

    # --- a row for each recommendation ----------------------------------------

    def _below_head(self):
        if self._repeats_head() or not self._of_kind(columns.ANSWER):
            return []
        scopes = self._scopes()
        number, refs = self._references()
        if not refs:
            return self._without_number(number)
        mark = self._mark(
            outline.RECOMMENDATION,
            number,
            refs=refs,
            scope=scopes,
            because=f"row with “{self.text(number)[:40]}” in the column “{self._head(number)}”",
        )
        mark.extra["is_row"] = True
        mark.extra["scope_words"] = " ".join(
            self.text(column) for column in self._of_kind(columns.SOURCE)
        )
        marks = [mark]
        marks += self._asks(number)
        details = self._details()
        answers = self._answers(details)
        return marks + answers

    def _repeats_head(self):
        heads = [self._head(column) for column in range(self.grid.width)]
        return [self.text(column) for column in range(self.grid.width)] == heads

    def _head(self, column):
        return self.grid.columns[column].words

    def _of_kind(self, *kinds):
        return [column for column, head in self.grid.columns.items() if head.kind in kinds]

    def _scopes(self):
        """A row may be of another report, of an inspection, or no recommendation at all."""
        for column in self._of_kind(columns.SOURCE):
            found = self.names.scope(self.text(column))
            if found or self.text(column):
                return found or scope.NONE
        for column in self._of_kind(columns.TYPE):
            if self.text(column) and not re.search(r"\brec", self.text(column), re.IGNORECASE):
                return scope.NONE
        return ""

    def _references(self):
        """The column that holds the number, and the references there; a part in its own column counts for more."""
        best = (None, ())
        for column in self._of_kind(columns.NUMBER, columns.PART, columns.ASK):
            text = self.text(column)
            if NOT_A_NUMBER.match(text):
                return column, ()
            found = references.in_cell(text)
            if not found or not self._is_number(found, text, column):
                continue
            refs = found[0]
            if best[0] is None or (refs[0].part and refs[0].number == best[1][0].number):
                best = (column, refs)
        if best[0] is None:
            column = next(iter(self._of_kind(columns.NUMBER, columns.ASK)), 0)
            return column, ()
        return best

    def _is_number(self, found, text, column):
        """In a column of asks “10 Review training” has a number; “2 members of staff” and “999 calls” have none."""
        refs, rest = found
        if self.grid.columns[column].kind == columns.NUMBER or rest >= len(text):
            return True
        follows = text[rest:].strip(" .:-–")
        return bool(re.match(r"[A-Z(]", follows)) and self.register.holds(refs[0].number)

    def _without_number(self, column):
        """A total, a key, an empty row, or a number that nobody can read."""
        if NOT_A_NUMBER.match(self.text(column)):
            return [self._mark(outline.PLACE, column, name="unreadable number")]
        answers = [other for other in self._of_kind(columns.ANSWER) if self.text(other)]
        asks = [other for other in self._of_kind(columns.ASK) if words_in(self.text(other)) > 3]
        if answers and asks and not self.text(column).lower().startswith(("total", "key")):
            marks = [
                self._mark(outline.ASK_LABEL, asks[0], because="row without a number", name="row")
            ]
            marks += [self._mark(outline.TEXT, asks[0])]
            return marks + self._answers(self._details())
        return []

    def _asks(self, number):
        """The wording beside the number. A part's own cell is no ask of the whole."""
        marks = []
        for column in self._of_kind(columns.ASK):
            text = self.text(column)
            start = 0
            if column == number and (found := references.in_cell(text)):
                start = found[1]
            if text[start:].strip(" .:-–"):
                marks.append(self._mark(outline.TEXT, column, start=start, name="ask"))
        return marks

    def _details(self):
        """Status, position, day and deadline of the row."""
        details = {}
        for name in (columns.STATUS, columns.POSITION, columns.DATE, columns.DEADLINE):
            places = self._of_kind(name)
            texts = [self.text(column) for column in places]
            if any(texts):
                details[name] = next(text for text in texts if text)
            elif places:
                details[name] = ""
            if name == columns.STATUS and places:
                details["status_head"] = self._head(places[0])
        return details

    def _answers(self, details):
        marks = []
        places = self._of_kind(columns.ANSWER)
        with_words = [column for column in places if not NO_ANSWER.match(self.text(column))]
        latest = max(
            with_words, key=lambda column: (self.grid.columns[column].day, column), default=None
        )
        for column in places:
            head = self.grid.columns[column]
            written = dates.written_in(details.get(columns.DATE, ""))
            day = head.day or (written[0].iso if written else "")
            label = self._mark(
                outline.LABEL,
                column,
                day=day,
                whose=self.names.whose(head.words),
                name=head.words,
                because=f"column “{head.words}”",
                has_bad_day=any(not one.iso for one in written),
            )
            label.extra = {
                key: value
                for key, value in details.items()
                if column == latest or key == columns.DEADLINE
            }
            label.extra["is_cell"] = True
            label.extra["is_dash"] = bool(self.text(column)) and column not in with_words
            marks.append(label)
            if column in with_words:
                marks += self._words(column, label)
        return marks

    def _words(self, column, label):
        """The words of an answer's cell; one with dated lines is a log, and each line an answer of its own."""
        places = self.grid.blocks_at(self.number, column)
        lines = [(place, line) for place in places for line in _lines(self.blocks[place].text)]
        days = [_day_of_line(line[2]) for _, line in lines]
        if not days or days[0] is None:
            return [self._slice(place, 0, len(self.blocks[place].text)) for place in places]
        marks = []
        for (place, (start, end, _)), day in zip(lines, days, strict=True):
            if day is not None:
                later = outline.Mark(
                    **{**label.__dict__, "day": day[0], "because": f"dated line in {label.because}"}
                )
                later.extra = {**label.extra, "is_log": True}
                if marks:  # a status belongs to the latest entry
                    for mark in marks:
                        mark.extra = {
                            key: value
                            for key, value in mark.extra.items()
                            if key not in ("status", "position")
                        }
                marks.append(later)
                start += day[1]
            marks.append(self._slice(place, start, end))
        return marks

    # --- key and value ----------------------------------------------------------

    def _keys_and_values(self):
        used = [
            column
            for column in range(self.grid.width)
            if self.text(column) and self.grid.begins(self.number, column)
        ]
        if not used:
            return []
        first = self.text(used[0])
        heading = references.heading(first)
        if heading or (len(used) == 1 and references.heading(self.text(used[0]))):
            return self._recommendation(used, heading)
        for column in used[1:]:  # “| | Recommendation 1 |”
            if references.heading(self.text(column)) and words_in(first) <= 4 and len(used) <= 2:
                return self._recommendation([column], references.heading(self.text(column)))
        if len(used) == 1:
            return outline.Flow(
                self._block(used[0]),
                self.blocks[self._block(used[0])],
                self.names,
                self.register,
                self.context,
            ).marks()
        return self._pair(used, first)

    def _recommendation(self, used, heading):
        self.context.number = heading.references[0].number
        mark = self._mark(
            outline.RECOMMENDATION,
            used[0],
            end=heading.rest,
            refs=heading.references,
            scope=self.names.scope(heading.note),
            because=f"row “{self.text(used[0])[:40]}”",
        )
        mark.extra["is_row"] = True
        rest = self.text(used[0])[heading.rest :]
        marks = [mark]
        if rest.strip():
            marks.append(self._mark(outline.TEXT, used[0], start=heading.rest, name="ask"))
        for column in used[1:]:
            name = "" if self._is_answered_here(used) else "ask"
            marks.append(self._mark(outline.TEXT, column, name=name))
        return marks

    def _is_answered_here(self, used):
        """Two columns without a head, each row a recommendation and its answer: no key follows in the table."""
        texts = [self.text_at(row, 0) for row in range(self.grid.height)]
        return all(references.heading(text) for text in texts if text)

    def text_at(self, row, column):
        return plain(
            "\n".join(self.blocks[place].text for place in self.grid.blocks_at(row, column))
        ).strip()

    def _pair(self, used, key):
        label = labels.of(key) or labels.of(f"{key}?")
        value = used[1]
        if NUMBER_KEY.match(key) and (found := references.in_cell(self.text(value))):
            return self._number_and_words([value], found[0])
        if label and label.kind == labels.FIELD:
            mark = self._mark(outline.FIELD, value, name=label.name)
            mark.extra["value"] = self.text(value)
            return [mark]
        whose = self.names.whose(key) if words_in(key) <= 12 else ""
        if label and label.kind == labels.ANSWER:
            mark = self._mark(
                outline.LABEL,
                used[0],
                day=label.day,
                whose=whose,
                name=label.name,
                because=f"row “{key}”",
            )
            mark.extra["is_cell"] = True
            return (
                [mark, *self._words(value, mark)]
                if not NO_ANSWER.match(self.text(value))
                else [mark]
            )
        if label:
            role = outline.ASK_LABEL if label.kind == labels.ASK else outline.NOTE_LABEL
            return [self._mark(role, used[0]), self._mark(outline.TEXT, value)]
        if whose and self.names.is_body(key):
            mark = self._mark(
                outline.LABEL, used[0], whose=whose, name=key, because=f"row of “{key}”"
            )
            return (
                [mark, *self._words(value, mark)]
                if not NO_ANSWER.match(self.text(value))
                else [mark]
            )
        if found := references.in_cell(key):
            refs, rest = found
            if rest >= len(key):
                return self._number_and_words(used, refs)
        return [self._mark(outline.FIELD, value, name=key[:40])]

    def _number_and_words(self, used, refs):
        """“7.1 | We did this”: a number and its answer, in a table without a head."""
        mark = self._mark(
            outline.RECOMMENDATION, used[0], refs=refs, because=f"row “{self.text(used[0])}”"
        )
        mark.extra["is_row"] = True
        return [mark, *[self._mark(outline.TEXT, column) for column in used[1:]]]

    # --- marks ---------------------------------------------------------------------

    def _block(self, column):
        places = self.grid.blocks_at(self.number, column)
        return places[0] if places else self.place

    def _mark(self, role, column, start=0, end=None, **details):
        places = self.grid.blocks_at(self.number, column)
        place = places[0] if places else self.place
        whole = Plain(self.blocks[place].text)
        end = len(whole.text) if end is None else min(end, len(whole.text))
        mark = outline.Mark(
            role,
            place,
            whole.source_place(start),
            whole.source_place(end),
            self.text(column)[start:],
            row=self.number,
            **details,
        )
        mark.extra = {}
        return mark

    def _slice(self, place, start, end):
        source = self.blocks[place].text[start:end]
        return outline.Mark(
            outline.TEXT, place, start, end, plain(source).strip(), name="answer", row=self.number
        )


def _lines(text):
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line), line
        start += len(line) + 1


def _day_of_line(line):
    """The day that heads a line of a log, and where its words begin; or None."""
    match = LOG_LINE.match(line)
    if not match:
        return None
    written = dates.written_in(match["day"])
    is_day = (
        len(written) == 1 and written[0].start == 0 and written[0].end == len(match["day"].rstrip())
    )
    return (written[0].iso, match.end()) if is_day else None
