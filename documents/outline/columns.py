"""What the columns of a table hold, by the words of their heads: “Rec. Owner”, “Force Responce”,
“Nov 2024”.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..language import dates, labels

NUMBER, PART, ASK, ANSWER = "number", "part", "ask", "answer"
STATUS, POSITION, DATE, DEADLINE = "status", "position", "date", "deadline"
SOURCE, TYPE, OTHER = "source", "type", "other"

# Tried from the top: “Recommendation owner” is an owner, “Date of update” a date, before they are anything else.
RULES = [
    (OTHER, r"\b(owner|lead|responsib|officer|sponsor|author|contact)"),
    (
        OTHER,
        r"\b(evidence|document|attachment|assur|sign(ed)? off|approved|internal|private|cost"
        r"|risk|priority|theme)",
    ),
    (
        DEADLINE,
        (
            r"\b(target|due|deadline|timescale|complet\w* date|date (for )?complet|by when|end date"
            r"|milestone)"
        ),
    ),
    (OTHER, r"\b(review date|next review|start date|last updated)"),
    (
        DATE,
        r"^(date|dated|dyddiad)\b|\b(date of (the )?(update|response|answer|reply)|(update"
        r"|response|reply)d? (date|on)|date updated|as at)",
    ),
    (STATUS, r"\b(status|rag|brag|rating|statws|colour|complete\w*|progress status)\b"),
    (POSITION, r"\b(accept\w*|position|agreed|decision)\b"),
    (PART, r"\bsub\b|\b(part|element|limb|sub\w*recommend\w*)\b"),
    (
        ANSWER,
        r"\b(response|responses|responce|reply|answer|update|updates|ymateb|hymateb|diweddariad"
        r"|narrative|commentary)\b",
    ),
    (
        ANSWER,
        r"\b(action(s)? taken|what we (did|have done)|progress( to date| so far| made)?|current "
        r"position|work done)\b",
    ),
    (
        NUMBER,
        r"^(rec|recs|recommendation|r|argymhelliad)?\s*(no|nos|number|num|ref|reference|rhif)\b"
        r"|^(no|number|ref|reference)$|^rec$|^recs$",
    ),
    (
        ASK,
        (
            r"\b(wording|text|ask|requirement|description|summary|what (the report|was) ask\w*"
            r"|detail)\b"
        ),
    ),
    (SOURCE, r"\b(source|report|inspection|origin|publication|super complaint)\b"),
    (TYPE, r"\b(type|kind|category)\b"),
    (ASK, r"\b(recommendation|recommendations|argymhelliad|recom+endation)\b"),
    (OTHER, r"\b(comment|comments|notes?|remarks?)\b"),
]
LONGEST_HEAD = 90


@dataclass(frozen=True)
class Column:
    kind: str
    words: str
    day: str = ""


def of(words):
    """What a column headed `words` holds; the words of all its heads, from the top."""
    written = dates.written_in(words)
    day = written[-1].iso if written else ""
    name = _mended(" ".join(labels.words_of(re.sub(r"[./_]+", " ", words))))
    for kind, rule in RULES:
        if re.search(rule, name):
            return Column(kind, words, day if kind == ANSWER else "")
    if day and not name.replace("as at", "").strip():
        return Column(ANSWER, words, day)  # a column of what was said by then
    return Column("", words)


def day_in(words):
    written = dates.written_in(words)
    return written[-1].iso if written else ""


def _mended(name):
    """Misspelt words of heads as they should be: “recomendation” tells nobody what it is otherwise."""
    right = ("recommendation", "response", "update", "status", "evidence", "owner", "progress")
    words = []
    for word in name.split():
        near = [one for one in right if len(word) > 4 and 84 <= fuzz.ratio(word, one) < 100]
        words.append(
            near[0]
            if near and word not in ("recommendations", "responses", "updates", "updated")
            else word
        )
    return " ".join(words)
