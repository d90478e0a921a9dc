"""Which exact words answer which recommendation, why that is thought, and what the words state of
themselves.
"""

import re

from .. import oddities
from ..language import asks, dates, furniture, references, scope, statements
from ..language.text import Plain, bare, plain, word_set, words_in
from ..outline import letters, sections
from ..outline import marks as outlines
from .proposal import Printed, Proposal, Proposals, Span

EVIDENCE = re.compile(
    r"\b(we|our|us|i|my|the (force|constabulary|commissioner|council|department|government"
    r"|office)|accepted|noted|agreed|complete|completed"
    r"|n/a|nil|see|not)\b",
    re.IGNORECASE,
)
ADDRESSEES = word_set(
    """to for all each every the of and or with in from by chief constables constable police crime commissioners
    commissioner equivalents equivalent home office npcc apcc pcc pccs recipients recommendations this report
    investigation national council chiefs association ministry justice college policing forces force bodies body
    local england wales mayors mayor hmicfrs iopc cps other crown prosecution service government officers"""
)
PARAGRAPH_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[A-Z“‘\"'])")


def of(reading, register):
    """The Proposals for one Reading: pure, and the same for the same reading and register."""
    result = Proposals(oddities=list(reading.oddities), blocks=reading.blocks)
    if reading.nothing:
        result.nothing = reading.nothing
        return result
    _Maker(reading, register, result).make()
    return result


class _Maker:
    def __init__(self, reading, register, result):
        self.blocks = reading.blocks
        self.register = register
        self.result = result
        self.names = scope.Names(register)
        self.wordings = asks.Wordings(register)
        self.outline = outlines.of(self.blocks, register)
        self.found = sections.of_marks(self.outline.marks)
        self.key = statements.colour_key([block.text for block in self.blocks])
        self.others = []  # answers that belong to somebody else
        self.elsewhere = []  # sections of other reports, or of no report
        self.unanswered = []
        self.drops_welsh = False
        self.day = oddities.day_of_document(self.found, self.names, result)

    def make(self):
        self._put_bare_asks_in()
        kept = [section for section in self.found.sections if self._is_ours(section)]
        for section in kept:
            self._section(section, kept)
        if not self.result.proposals and not any(section.refs for section in kept):
            self._prose()
        self._for_all()
        oddities.point_out_all(self)
        self._say_why_nothing()

    # --- which sections are ours -------------------------------------------------

    def _is_ours(self, section):
        if section.scope in (scope.OTHER, scope.NONE):
            if not section.is_empty:
                self.elsewhere.append(section)
            return False
        if self._is_welsh(section) and self._stands_in_english(section):
            self.drops_welsh = True
            return False
        return not section.is_empty or not self._stands_again(section)

    def _is_welsh(self, section):
        block = self.blocks[section.opener.block]
        return block.language.lower().startswith("cy") or "argymhell" in block.text.lower()

    def _stands_in_english(self, section):
        """The same number again, in the other language: one of the two is proposed, and never both as one."""
        others = [
            other
            for other in self.found.sections
            if set(other.refs) & set(section.refs) and not other.is_empty
        ]
        return any(not self._is_welsh(other) for other in others)

    def _stands_again(self, section):
        """An entry of a list of contents: nothing below it, and the same number again with its place."""
        return any(
            other is not section and set(other.refs) & set(section.refs) and not other.is_empty
            for other in self.found.sections
        )

    def _put_bare_asks_in(self):
        """Asks without a number, in running text: what follows each is its answer."""
        if any(section.refs for section in self.found.sections):
            return
        loose = self.found.loose
        section = None
        for mark in loose:
            match = self.wordings.match(mark.text)
            is_ask = (match and match.score >= asks.SURELY) or asks.DEADLINE.match(mark.text)
            if is_ask and not re.match(r"(we|our)\b", mark.text, re.IGNORECASE):
                section = sections.Section(mark, (), mark.scope)
                section.asks.append(mark)
                self.found.sections.append(section)
            elif section is not None:
                section.open.append(mark)
        if section is not None:
            self.found.loose = []

    # --- one section ----------------------------------------------------------------

    def _section(self, section, kept):
        if not section.refs:
            self._find_by_wording(section)
            if not section.refs:
                return
        elif not section.answers:
            self._part_open_texts(section, kept)
        else:
            section.asks = section.open + section.asks
        asked = [ref for ref in section.refs if self._is_known(ref)]
        self._look_at_ask(section)
        answered = [answer for answer in section.answers if answer.has_words]
        for answer in answered:
            self._answer(section, answer, asked)
        self._look_for_silence(section, answered)

    def _find_by_wording(self, section):
        section.asks += [] if section.asks else section.open
        words = " ".join(mark.text for mark in section.asks)
        match = self.wordings.match(words)
        if match is None:
            has_answer = section.open or any(answer.has_words for answer in section.answers)
            if words_in(words) > 5 and has_answer:
                start = words[:90]
                sentence = f"No recommendation of the report is worded like “{start}”, so its answer is not proposed."
                self.result.point_out("ask-unmatched", sentence)
            return
        section.refs = (references.Reference(match.number),)
        section.opener.because = f"no number; the ask is worded like recommendation {match.number}"
        section.opener.extra["confidence"] = round(match.score / 100, 2)
        if section.open and not section.answers and section.open is not section.asks:
            section.answers.append(
                sections.Answer(None, [mark for mark in section.open if mark not in section.asks])
            )

    def _part_open_texts(self, section, kept):
        """Below a heading without a label: what asks comes first, what is left answers."""
        texts = list(section.open)
        while texts and self._asks(texts[0], section):
            section.asks.append(texts.pop(0))
        if not texts:
            return
        # Where the others have labels, words without one are an answer only if they speak as one.
        speaks = any(EVIDENCE.search(mark.text) for mark in texts) or section.details
        speaks = speaks or section.opener.extra.get("is_row")
        if self.found.labels and not speaks:
            section.asks += texts
            return
        section.answers.append(sections.Answer(None, texts, dict(section.details)))

    def _asks(self, mark, section):
        if mark.name == "ask" or self.wordings.is_ask(mark.text):
            return True
        if (
            section.asks
            and re.search(r":$", section.asks[-1].text)
            and mark.is_quoted == section.asks[-1].is_quoted
        ):
            is_listed = self.blocks[mark.block].kind == "item" or asks.sounds_like_ask(mark.text)
            if is_listed:
                return True
        if (
            section.asks
            and self.blocks[mark.block].kind == "item"
            and section.asks[-1].text.endswith((";", "; and", ";"))
        ):
            return True
        if references.heading(plain(self.blocks[mark.block].text)) and self._is_addressee(
            mark.text
        ):
            return True
        if mark.name == "on heading" and self._is_theme(mark, section):
            return True
        return asks.sounds_like_ask(mark.text, mark.is_quoted)

    def _is_addressee(self, text):
        """“To chief constables and police and crime commissioners (or equivalents)”: no words but of bodies."""
        left = [word for word in bare(text).split() if word not in ADDRESSEES]
        return words_in(text) <= 20 and len(left) <= 1 and not text.rstrip().endswith(".")

    def _is_theme(self, mark, section):
        """“Recommendation 7: crime recording” has a theme; “Recommendation 1 – Accepted.” an answer."""
        is_short = words_in(mark.text) <= 12 and not re.search(r"[.!?]$", mark.text)
        return (
            is_short
            and (len(section.open) > 1 or mark.is_heading)
            and not EVIDENCE.search(mark.text)
        )

    def _is_known(self, ref):
        if self.register.holds(ref.number):
            return True
        most = max(self.register.asked, key=lambda number: (len(number), number))
        sentence = (
            f"The report has no recommendation {ref.number}: the register holds "
            f"{len(self.register.asked)}, up to {most}."
        )
        self.result.point_out("number-unknown", sentence)
        return False

    # --- one answer ---------------------------------------------------------------------

    def _answer(self, section, answer, asked):
        whose = answer.whose
        if whose == "other":
            self.others.append(answer)
            return
        texts = [mark for mark in answer.texts if mark.text.strip()]
        texts = self._without_foreign_end(texts)
        if not texts or all(_is_dash(mark.text) for mark in texts):
            return
        spans = tuple(self._span(mark, is_first=mark is texts[0]) for mark in texts)
        words = self._words(spans)
        if not plain(words):
            return
        numbers = [ref.number for ref in section.refs]
        for ref in asked:
            self.result.proposals.append(
                self._proposal(section, answer, ref, spans, words, numbers)
            )

    def _without_foreign_end(self, texts):
        """Lines at the end of the last answer that speak to the visitor of a page, not of the recommendation."""
        kept = list(texts)
        while len(kept) > 1 and furniture.is_advice(kept[-1].text):
            kept.pop()
        return kept

    def _span(self, mark, is_first):
        start = mark.start
        source = self.blocks[mark.block].text
        number = PARAGRAPH_NUMBER.match(plain(source[start : mark.end]))
        has_label = mark.name == "answer"
        if number and not has_label and self._is_numbered_paragraph(number[0]):
            start += Plain(source[start : mark.end]).source_place(number.end())
        return Span(mark.block, start, mark.end)

    def _is_numbered_paragraph(self, number):
        """“4.2” before a paragraph is its number where others of the document begin so too."""
        whole = number.split(".")[0]
        alike = [mark for mark in self.outline.marks if re.match(rf"{whole}\.\d", mark.text)]
        return len(alike) > 1

    def _words(self, spans):
        pieces = [self.blocks[span.block].text[span.start : span.end].strip() for span in spans]
        return "\n\n".join(piece for piece in pieces if piece)

    def _proposal(self, section, answer, ref, spans, words, numbers):
        said_on, day_words = self._day(section, answer)
        position, progress, states = self._states(section, answer, words, numbers)
        label = answer.label
        because = section.opener.because
        if label is not None and label.because and label.because not in because:
            because = f"{because}; {label.because}" if because else label.because
        if len(section.refs) > 1:
            because += f"; one answer for {', '.join(str(one) for one in section.refs)}"
        if day_words:
            because += f"; day: {day_words}"
        confidence = section.opener.extra.get("confidence", 0.95 if label is not None else 0.85)
        return Proposal(
            recommendation=ref.number,
            part=ref.part,
            spans=spans,
            words=words,
            said_on=said_on or None,
            position=position,
            progress=progress,
            because=because,
            confidence=confidence,
            place=self.blocks[spans[0].block].place,
            states=states,
            whose=answer.whose,
            version=section.version,
            waits_for=statements.waits_for(words),
        )

    def _day(self, section, answer):
        if answer.label is not None and answer.label.has_bad_day:
            return "", ""
        if answer.day:
            return answer.day, answer.label.because
        for details in (answer.details, section.details):
            written = dates.written_in(details.get("date", ""))
            if written:
                return written[0].iso, f"“{details['date']}” beside it"
        if section.day:
            return section.day, section.day_because
        return self.day

    def _states(self, section, answer, words, numbers):
        states = []
        position = statements.position(words, numbers, self.register.organisation)
        stated = position.value if position else None
        if position:
            states.append(position.words)
        cell = plain(answer.details.get("position", section.details.get("position", ""))).strip(
            " ."
        )
        if stated is None and cell:
            stated = _position_of_cell(cell)
            if stated:
                states.append(f"{cell} (whether accepted)")
        progress = self._progress(section, answer, words, numbers, states)
        return stated, progress, tuple(states)

    def _progress(self, section, answer, words, numbers, states):
        cell = answer.details.get(
            "status", section.details.get("status") if len(section.answers) == 1 else None
        )
        if cell:
            value, is_colour = statements.status(cell, self.key)
            if is_colour:
                self._point_out_colour(section, cell)
            if value:
                states.append(f"{cell} (status)")
                return value
        if progress := statements.progress(words, numbers):
            states.append(progress.words)
            return progress.value
        return None

    def _point_out_colour(self, section, cell):
        names = ", ".join(str(ref) for ref in section.refs)
        self.result.point_out(
            "colour-only", f"{names} has the colour “{cell}” and no word for progress."
        )

    # --- asks and silence -----------------------------------------------------------------

    def _look_at_ask(self, section):
        ask = " ".join(mark.text for mark in section.asks if not self._is_addressee(mark.text))
        section.ask = ask
        for ref in section.refs:
            oddities.compare_ask(self, ref, ask)
            asked = self.register.asked.get(ref.number)
            parts = (
                [label for label, text in asked.parts if bare(text) in bare(ask)] if asked else []
            )
            notes = tuple(mark.text.lstrip("-*•· ") for mark in section.notes)
            self.result.printed.append(Printed(ref.number, ask, notes, tuple(parts)))

    def _look_for_silence(self, section, answered):
        names = ", ".join(str(ref) for ref in section.refs)
        empty = [
            answer for answer in section.answers if not answer.has_words and answer.whose != "other"
        ]
        empty = [
            answer for answer in empty if not (answer.label and answer.label.extra.get("is_dash"))
        ]
        # One of two columns may be empty because the recommendation is addressed to the other body alone.
        elsewhere = any(answer.whose == "other" and answer.has_words for answer in section.answers)
        asked = set(self.register.asks_here())
        if elsewhere and not asked & {ref.number for ref in section.refs}:
            return
        if empty or section.has_place:
            self.result.point_out(
                "empty-answer", f"There is a place for an answer to {names}, without words in it."
            )
        elif not answered and not section.answers:
            self.unanswered += [ref for ref in section.refs if ref not in self.unanswered]
            if section.asks:
                self.result.point_out(
                    "unanswered", f"Recommendation {names} is printed and no answer follows."
                )

    # --- letters ---------------------------------------------------------------------------

    def _prose(self):
        """A letter or a paper without headings: the paragraphs that name a recommendation, and those that go on."""
        for passage in letters.passages(self.outline.marks, self.register, self.names):
            known = [ref for ref in passage.refs if self._is_known(ref)]
            spans = tuple(self._span_of_passage(mark) for mark in passage.texts)
            words = self._words(spans)
            section = sections.Section(passage.texts[0], passage.refs, day=passage.day, version=0)
            section.opener.because = (
                f"the paragraph names {', '.join(str(ref) for ref in passage.refs)}"
            )
            section.opener.extra["confidence"] = 0.7
            answer = sections.Answer(None, passage.texts)
            numbers = [ref.number for ref in passage.refs]
            for ref in known:
                self.result.proposals.append(
                    self._proposal(section, answer, ref, spans, words, numbers)
                )

    def _span_of_passage(self, mark):
        source = self.blocks[mark.block].text
        number = re.match(
            r"^\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[A-Z“‘])", plain(source[mark.start : mark.end])
        )
        start = mark.start + (
            Plain(source[mark.start : mark.end]).source_place(number.end()) if number else 0
        )
        return Span(mark.block, start, mark.end)

    # --- the whole ----------------------------------------------------------------------------

    def _for_all(self):
        """Words for all bodies belong to who speaks for them: read for one of those, they are not its own."""
        self.is_for_all = any(scope.FOR_ALL.search(plain(block.text)) for block in self.blocks)
        organisation = self.register.organisation
        is_national = organisation.kind == "national_body"
        if self.is_for_all and not is_national and self.result.proposals:
            self.others += self.result.proposals
            self.result.proposals = []

    def _say_why_nothing(self):
        if self.result.proposals:
            links = self._is_links_only()
            if not links:
                return
            self.result.proposals = []
            self.result.nothing = links
            return
        self.result.nothing = oddities.why_nothing(self)

    def _is_links_only(self):
        """A page whose only words for an answer say where the answer is."""
        if all(furniture.is_pointer(plain(proposal.words)) for proposal in self.result.proposals):
            return oddities.links_only(self)
        return ""


def _is_dash(text):
    return bool(re.fullmatch(r"[\s–—\-.…]*", text))


def _position_of_cell(cell):
    value = bare(cell)
    if value in (
        "yes",
        "y",
        "accepted",
        "accept",
        "fully accepted",
        "accepted in full",
        "we accept",
    ):
        return statements.ACCEPTED
    if value in ("no", "n", "not accepted", "rejected", "do not accept"):
        return statements.NOT_ACCEPTED
    if value in (
        "in part",
        "partly",
        "partially",
        "accepted in part",
        "partially accepted",
        "partly accepted",
        "part",
        "partially accept",
        "partly accept",
        "accept in part",
    ):
        return statements.IN_PART
    if value in ("deferred", "deferred to a national lead", "deferred to npcc"):
        return statements.DEFERRED
    return None
