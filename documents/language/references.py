"""How documents name a recommendation or a part of it: “Recommendation 1. To …”, “Recs 4 & 5”,
“R8”, “7.1”, “3a”, “V”.
"""

import re
from dataclasses import dataclass

from .text import phrases

NUMBER_WORDS = phrases(
    """one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen,
    sixteen, seventeen, eighteen, nineteen, twenty"""
)
ROMAN = phrases(
    """I, II, III, IV, V, VI, VII, VIII, IX, X, XI, XII, XIII, XIV, XV, XVI, XVII, XVIII, XIX, XX, XXI, XXII,
    XXIII, XXIV, XXV, XXVI, XXVII, XXVIII, XXIX, XXX"""
)
DASHES = "\u2010-\u2015-"  # every kind of dash, the plain one last
NAME = r"(?:rec+om+[ae]nd?[a-z]{0,3}[ti]i?ons?|argymhell?i(?:ad|on)|recs?\.?)"
PART = r"(?:\s?\([a-z]\)|(?<=\d)[a-h](?![a-z]))"
WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
ROMAN_NUMBER = r"(?-i:[IVX]{1,6})(?![\w’'])"
ONE = (
    rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?(?!\d){PART}?|(?:{WORD_NUMBER})\b{PART}?"
    rf"|{ROMAN_NUMBER}{PART}?)"
)
BETWEEN = rf"(?:\s*,\s*(?:and\s+|&\s*)?|\s*(?:and|a|&|/|\+)\s*|\s*(?:to|[{DASHES}])\s*(?=\d))"
MORE_PARTS = r"(?:\s*(?:,|and|&)\s*\([a-z]\))*"
LIST = rf"{ONE}{MORE_PARTS}(?:{BETWEEN}(?:{NAME}\s*)?{ONE}{MORE_PARTS})*"
NAMED = re.compile(
    rf"(?<![\w])(?P<name>{NAME}\s*(?:(?:numbers?|nos?\.?|\#)\s*)?|r(?=\s?\d))\s*(?P<list>{LIST})",
    re.IGNORECASE,
)
ITEM = re.compile(rf"(?P<one>{ONE})|(?<![\w)])\((?P<part>[a-z])\)", re.IGNORECASE)
RANGE = re.compile(rf"(\d{{1,2}})\s*(?:to|[{DASHES}])\s*(\d{{1,2}})(?![.\d])", re.IGNORECASE)
NUMBERED = r"(?:(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|\(?[a-z]\))\s+)?"
ADDRESSED = (
    r"(?:to|for)\s+(?:all|each|every|the|chief|police|home|npcc|apcc|pccs?|forces|recipients"
    r"|national|ministry|college)\b"
)
STARTS = re.compile(
    rf"^{NUMBERED}(?P<named>{NAMED.pattern})"
    rf"(?P<note>\s*[(\[][^)\]]{{1,80}}[)\]])?"
    rf"(?P<end>\s*$|\s*[.:;|{DASHES}]+\s*|(?<=[)\]])\s+|\s+(?={ADDRESSED})|\s*(?:\.\s*){{2,}}"
    rf"|\s+(?=\d{{1,3}}$))",
    re.IGNORECASE,
)
# “4. To chief constables”: a number and whom it is addressed to, without the word.
ADDRESSEE = re.compile(
    rf"^(?P<list>\d{{1,2}})[.:)]\s+{ADDRESSED}(?![^.]*\b(?:tell|show|report|note|ask)\b)[^.?!]*$",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(
    rf"^(?P<topic>[^(]{{2,120}}?)\s*[(\[](?P<named>{NAMED.pattern})[)\]]\s*:?(?P<page>\s+\d"
    rf"{{1,3}})?$",
    re.IGNORECASE,
)
AT_END = re.compile(
    rf"^(?P<topic>.{{2,160}}?)\s*[:,{DASHES}]\s*(?P<named>{NAMED.pattern})\s*[:.]?$", re.IGNORECASE
)
BARE = re.compile(
    r"^(?P<list>\d{1,2}\.\d{1,2}|\d{1,2}\s?\([a-z]\)|\d{1,2}[a-h])(?![\w.])(?P<end>\s*[:.)]?\s*)",
    re.IGNORECASE,
)
CELL = re.compile(
    rf"^(?:{NAME}\s*(?:(?:numbers?|nos?\.?|\#)\s*)?"
    rf"|r)?\s*(?P<list>{LIST})(?![\w/])(?P<end>\s*[:.)]?\s*)",
    re.IGNORECASE,
)
OF_A_PAPER = re.compile(
    r"^(?:that\s+)?(?:the\s+|this\s+)?(?:board|committee|panel|members|cabinet|council"
    r"|governance|meeting|executive)\b"
    r"|^that\s+(?:the\s+)?\w+\s+(?:notes?|receives?|approves?|agrees?|considers?|endorses?)\b"
    r"|^(?:to\s+)?(?:note|receive|endorse)\s+(?:the|this)\s+(?:report|paper|update|contents)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reference:
    number: str
    part: str = ""

    def __str__(self):
        if not self.part or "." in self.part:
            return self.part or self.number
        return f"{self.number}({self.part})"


@dataclass(frozen=True)
class Heading:
    """A line that names recommendations and that opens their place. `rest` is where what follows begins."""

    references: tuple[Reference, ...]
    rest: int
    note: str = ""
    topic: str = ""
    is_contents: bool = False


def listed(words):
    """The references in a list such as “1,4 and 5”, “4 to 6”, “1 (a) and (b)”."""
    words = RANGE.sub(_spread, words)
    references = []
    for match in ITEM.finditer(words):
        if match["part"]:  # the (b) of “1 (a) and (b)”
            reference = (
                Reference(references[-1].number, match["part"].lower()) if references else None
            )
        else:
            reference = _reference(match["one"])
        if reference and reference not in references:
            references.append(reference)
    return tuple(references)


def _spread(match):
    first, last = int(match[1]), int(match[2])
    if not first < last <= first + 30:
        return match[0]
    return ", ".join(str(number) for number in range(first, last + 1))


def _reference(words):
    part = (
        re.search(r"\(?([a-z])\)?$", words)
        if re.search(r"\([a-z]\)$|\d[a-h]$", words, re.IGNORECASE)
        else None
    )
    number = words[: part.start()].strip() if part else words.strip()
    letter = part[1].lower() if part else ""
    if number.lower() in NUMBER_WORDS:
        return Reference(str(NUMBER_WORDS.index(number.lower()) + 1), letter)
    if number.upper() == number and number in ROMAN:
        return Reference(str(ROMAN.index(number) + 1), letter)
    if "." in number:
        whole = number.split(".")[0]
        return Reference(str(int(whole)), number)
    return Reference(str(int(number)), letter) if number.isdecimal() and int(number) else None


def heading(text, *, is_heading=False):
    """The Heading that `text` begins with, or None: a sentence that names a recommendation is none."""
    if match := STARTS.match(text):
        references = listed(match["list"])
        rest = text[match.end() :]
        is_contents = bool(re.fullmatch(r"\s*\d{1,3}", rest)) and not re.search(
            rf"[:{DASHES}]\s*$", match["end"]
        )
        if references and not OF_A_PAPER.match(rest):
            note = (match["note"] or "").strip(" ()[]")
            return Heading(references, match.end(), note, is_contents=is_contents)
        return None
    if (match := ADDRESSEE.match(text)) and len(text.split()) <= 20:
        return Heading(listed(match["list"]), len(text))
    pattern = IN_BRACKETS.match(text)
    if pattern and len(text.split()) <= 16 and not re.search(r"[.!?]\s", pattern["topic"]):
        return Heading(
            listed(pattern["list"]),
            len(text),
            topic=pattern["topic"],
            is_contents=bool(pattern["page"]),
        )
    if is_heading and (pattern := AT_END.match(text)):
        return Heading(listed(pattern["list"]), len(text), topic=pattern["topic"])
    return None


def bare_number(text):
    """“7.1” or “3a” at the start of `text`, with where the rest begins; or None."""
    match = BARE.match(text)
    references = listed(match["list"]) if match else ()
    return (references, match.end()) if references else None


def in_cell(text):
    """What a cell for numbers holds: its references and where the rest of its words begins; or None."""
    match = CELL.match(text)
    references = listed(match["list"]) if match else ()
    return (references, match.end()) if references else None


def named_in(text):
    """Each place of a sentence that names recommendations: (start, end, references)."""
    places = []
    for match in NAMED.finditer(text):
        if match["name"].strip().lower() == "r" or not listed(match["list"]):
            continue
        if re.fullmatch(r"(?i)\s*i", match["list"]):  # “the recommendation I made”
            continue
        places.append((match.start(), match.end(), listed(match["list"])))
    return places
