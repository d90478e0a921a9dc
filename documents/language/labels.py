"""Lines that say what follows them: an answer, an ask, notes, or a detail such as owner and
status.

A label is recognised by its words alone: days, names and punctuation are taken off, and what is
left must be words that labels are made of, one of them a word for an answer. “Initial Constabulary
Response 21st November 2024” is one; “Our response was to open a shop” is none. Misspelt words
count where one letter in seven is wrong (“Force Responce”).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from . import dates
from .text import phrases, word_set

ANSWER, ASK, NOTE, FIELD = "answer", "ask", "note", "field"

NOUNS = word_set("response reply answer update updates ymateb hymateb diweddariad ateb")
WHOLE = {
    ANSWER: phrases(
        """what we did, what we have done, what have we done, what we are doing, what we will do,
        what we did and are doing, what we have done so far, what has been done, what the force has done,
        action taken, actions taken, action we have taken, action we are taking, actions we have taken,
        action taken to date, actions, action, our actions, force action, force actions, action plan,
        progress, progress made, progress to date, progress so far, our progress, summary of progress, work to date,
        current position, our position, position statement, force position, we said, how we responded,
        commentary, force commentary, narrative"""
    ),
    ASK: phrases(
        """the recommendation, the recommendation says, the recommendation in full, recommendation in full,
        full recommendation, text of the recommendation, recommendation text, recommendation wording, wording,
        wording of the recommendation, text, description, requirement, hmicfrs recommendation,
        the report asked, what the report asked, the report said, what the report said, the report recommended,
        what the report recommended, the report recommends, the super complaint report asked, what it asked,
        the ask, ask, what was asked, what we were asked, what we were asked to do, we were asked, we were asked to,
        you said, you asked, what you asked, the question, in reply to, replying to, in response to, answering,
        argymhelliad, yr argymhelliad"""
    ),
    NOTE: phrases(
        """notes, note, notes to the recommendation, notes to recommendation, explanatory notes, nodiadau"""
    ),
    FIELD: phrases(
        """owner, recommendation owner, rec owner, action owner, lead, lead officer, strategic lead, operational lead,
        force lead, business lead, executive lead, senior responsible owner, responsible officer, responsible,
        responsibility, sponsor, author, contact, perchennog,
        evidence, evidence requirements, evidence requirements of progress, evidence required, evidence held,
        supporting documents, supporting evidence, documents, attachments,
        status, rag, rag status, rag rating, rag colour, b rag, brag, brag status, rating, colour, progress status,
        current status, is it complete, statws,
        date, date of, dated, date of update, date of response, date updated, updated on, last updated, dyddiad,
        target date, target, due date, due, date due, deadline, timescale, completion date, completed by,
        date completed, form completed by, returned by, start date, end date, milestone, milestones,
        review date, next review, next review date, date of next review,
        accepted or not, accepted yes no, accepted y n, do you accept, is it accepted, decision,
        position, position accepted, signed off, signed off by, sign off, approved by, approval, prepared by,
        assurance, assured by, addressed to, addressee, recipient, for, priority, risk, theme, comment, comments,
        notes for the board, reference, ref, source, type, cost, costs, area, region, measure, measures,
        success measure, outcome measure, next steps"""
    ),
}
QUALIFIERS = word_set(
    """our the a of to on from by and for in this its at as with no s
    initial first second third further latest new additional full interim final draft current mid term end
    six twelve three month months year years monthly weekly quarterly annual spring summer autumn winter q1 q2 q3 q4
    force forces constabulary police government npcc apcc office home college council chief chiefs constable
    constables commissioner commissioners pcc pccs mayor mayors crime organisation agency department body board mopac
    ministry justice authority combined national association joint
    formal written updated published status position action plan progress version date dated log number recommendation
    yr heddlu ein y comisiynydd"""
)
# “Exampleshire Constabulary’s response”, “BTP response”: whose it is says nothing of what it is.
BODY = re.compile(
    r"\b(?:(?:[A-Z][\w-]+|and|&)\s+){1,4}(?=(?:Police|Constabulary|Commissioner|Council|Office|OPCC|PCC)\b)"
    r"|^[A-Z]{2,6}(?=(?:[’']s)?\s+[a-z]+\b)"
)
LONGEST = 12  # words
SEPARATED = re.compile(r"^(?P<label>[^:\n]{2,90}?)\s*(?::|\s[–—-]\s)\s*(?P<rest>\S.*)$", re.DOTALL)


@dataclass(frozen=True)
class Label:
    kind: str
    name: str  # its words without days and signs
    day: str = ""  # of the answer, where the label states one
    words: str = ""
    has_bad_day: bool = False


def words_of(text):
    """`text` without days, numbers and signs, in small letters."""
    bare = dates.without(text.lower()).replace("’s", "").replace("'s", "")
    return re.sub(r"[^a-zŵŷâêîôû ]+", " ", bare).split()


@lru_cache(maxsize=4096)
def of(text, is_alone=True):
    """The Label that the whole of `text` is, or None."""
    if len(text) > 140:
        return None
    words = words_of(BODY.sub(" ", text))
    name = " ".join(words)
    kind = _kind(words, name, is_alone)
    if name in ("accepted", "accept") and text.rstrip().endswith(("?", ":")):
        kind = FIELD
    if not kind:
        return None
    written = dates.written_in(text)
    day = written[-1].iso if written else ""
    return Label(kind, name, day, text, has_bad_day=any(not one.iso for one in written))


def _kind(words, name, is_alone):
    if not 0 < len(words) <= LONGEST:
        return ""
    for kind, names in WHOLE.items():
        if name in names or (
            len(name) > 8 and any(fuzz.ratio(name, other) >= 93 for other in names)
        ):
            is_weak = name in (
                "actions",
                "action",
                "progress",
                "action plan",
                "text",
                "description",
                "for",
                "position",
            )
            return kind if is_alone or not is_weak else ""
    if re.match(r"notes?( to)?( the)? (recommendation|rec)$", name):
        return NOTE
    nouns = [word for word in words if _is_noun(word)]
    others = [word for word in words if not _is_noun(word)]
    if nouns and all(word in QUALIFIERS or _is_month(word) for word in others):
        return ANSWER
    return ""


def _is_noun(word):
    return word in NOUNS or (
        len(word) >= 6 and any(fuzz.ratio(word, noun) >= 85 for noun in ("response", "update"))
    )


def _is_month(word):
    return word in dates.MONTHS


def at_start(text):
    """A Label with words after it on its line, and where those begin: “Response: Accepted.”; or (None, 0)."""
    match = SEPARATED.match(text)
    if not match:
        return None, 0
    start = match.start("rest")
    label = of(match["label"].strip(), is_alone=False) or _detail(match["label"], match["rest"])
    if label is None:
        return None, 0
    if label.kind == ANSWER and (stated := _day_at_start(text[start:])):
        # “Force update – 27/03/25: …”: the day belongs to the label.
        label = Label(label.kind, label.name, stated.iso, label.words, not stated.iso)
        start += stated.end
        start += len(text[start:]) - len(text[start:].lstrip(" :–—-"))
    return label, start


def _detail(name, value):
    """“Position: Accepted”, “Progress: complete”: a detail where a word or two follow, else no label."""
    name = " ".join(words_of(name))
    is_short = len(value.split()) <= 5 and not value.rstrip(".").count(".")
    if is_short and name in (
        "position",
        "our position",
        "force position",
        "progress",
        "accepted",
        "accept",
    ):
        return Label(FIELD, name, words=name)
    return None


def _day_at_start(rest):
    written = dates.written_in(rest[:40])
    if not written or written[0].start > 0:
        return None
    follows = rest[written[0].end :].lstrip()
    return written[0] if not follows or follows[0] in ":–—-" else None
