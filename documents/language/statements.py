"""What an answer states of itself, and nothing more: its position, its progress, whom it waits
for.

“We accept” is a position, “we comply”, “we support” and “noted” are none. A sentence about a step
(“the review has been completed”) is no progress of the recommendation. What is quoted from another
is not stated at all.
"""

import re
from dataclasses import dataclass

from . import references
from .text import plain, sentences, unquoted, words_in

ACCEPTED, IN_PART, NOT_ACCEPTED, DEFERRED = (
    "accepted",
    "accepted_in_part",
    "not_accepted",
    "deferred",
)
COMPLETE, IN_PROGRESS, NOT_STARTED, WAITING, UNALLOCATED = (
    "complete",
    "in_progress",
    "not_started",
    "waiting",
    "awaiting_allocation",
)

THIS = (
    r"(?:this|the|these|that|both|all|each|its|every|(?:all|both|each)\s+of\s+(?:the|these)"
    r"|either)\s+(?:\w+\s+){0,2}?recommendations?\b"
    r"|recommendations?\b|recs?\b|it\b(?!\s+(?:is|has|was)\b)|this\b(?=\s*[.,;]|$)|both\b"
)
# Before “accept”: these turn it into a question, a wish or somebody else's.
HEDGE = re.compile(
    r"\b(whether|if|before|unless|until|would|could|might|may|should|asked to|able to|need to"
    r"|to be|hopes?|intends?|consider\w*|cannot yet"
    r"|not yet|once|when|invited to|minded to|likely to|decide|expects?|propos\w+)\b[^.;]*$",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\b(?:do|does|did|will|can|could|is|are|has|have|was|were)\s*(?:not|n[’']t)\s+(?:be\s+"
    r"|been\s+)?(?:able\s+to\s+)?accept(?:ed|s)?\b(?P<rest>.*)"
    r"|\b(?:cannot|can[’']t|unable\s+to|declines?\s+to|refuses?\s+to)\s+accept\b(?P<rest2>.*)"
    r"|\breject(?:s|ed)?\s+(?P<rest3>(?:this|the|that)\s+recommendation.*"
    r"|recommendations?\s+\w+.*)",
    re.IGNORECASE,
)
PARTLY = re.compile(
    r"\baccept(?:s|ed)?\b[^.;]{0,60}\bin\s+part\b|\b(?:part(?:ially|ly)?)[- ]accept(?:s|ed)?\b|"
    r"\baccept(?:s|ed)?\s+(?:\w+\s+){0,3}part(?:ially|ly)\b",
    re.IGNORECASE,
)
IN_PRINCIPLE = re.compile(
    r"\baccept(?:s|ed)?\b[^.;]{0,40}\bin principle\b|\bin principle\b[^.;]{0,30}\baccept",
    re.IGNORECASE,
)
RESERVED = re.compile(
    r"\baccept(?:s|ed)?\b[^.;]*\b(reservations?|caveats?|qualification|conditions?|conditional"
    r"|provided that|subject to|except for|with the exception)\b"
    r"|\bsubject to (resources|funding)\b",
    re.IGNORECASE,
)
ACCEPTS = re.compile(
    rf"\b(?:(?:fully|formally|also|now|all|both)\s+)*accept(?:s|ed)?\s+(?:and\s+\w+\s+)?(?:in "
    rf"full\s+)?(?:{THIS})(?!\s+that\b)",
    re.I,
)
IS_ACCEPTED = re.compile(
    rf"^(?:(?:{THIS})[^.;]{{0,30}}?\b(?:is|are|was|were|has been|have been)\s+(?:both\s+|all\s+"
    rf"|fully\s+|formally\s+)*accepted\b)",
    re.IGNORECASE,
)
ALONE_ACCEPTED = re.compile(
    r"^(?:fully\s+|formally\s+)?accepted(?:\s+in\s+full)?\s*(?:[.;:,–—-]|$|\band\b)", re.IGNORECASE
)
WE_ACCEPT = re.compile(
    r"^(?:we|the [a-z]+(?: [a-z]+)?)\s+(?:fully\s+)?accepts?\s*[.!]?$", re.IGNORECASE
)
ALONE_REFUSED = re.compile(r"^(?:not\s+accepted|rejected)\s*(?:[.;:,–—-]|$)", re.IGNORECASE)
ALONE_PART = re.compile(
    r"^(?:accepted\s+in\s+part|part(?:ially|ly)?\s+accepted|part-accepted)\s*(?:[.;:,–—-]|$)",
    re.IGNORECASE,
)
OTHERS = [
    ("npcc", re.compile(r"\b(npcc|national police chiefs)", re.IGNORECASE)),
    ("home_office", re.compile(r"\b(home office|government|minister)", re.IGNORECASE)),
    ("college", re.compile(r"\bcollege of policing\b", re.IGNORECASE)),
    (
        "policing_bodies",
        re.compile(r"\b(police and crime commissioner|the commissioner\b|pcc)", re.IGNORECASE),
    ),
]

STATUS = [
    (
        NOT_STARTED,
        r"not (?:yet )?(?:been )?(?:started|begun|commenced)|yet to (?:start|begin)|to be "
        r"started|no progress|not commenced",
    ),
    (
        UNALLOCATED,
        r"(?:awaiting|pending) allocation|to be allocated|unallocated|not (?:yet )?allocated",
    ),
    (
        WAITING,
        r"(?:waiting|awaiting|pending|on hold|paused|deferred)\b.*\b(?:npcc|national|college"
        r"|home office|guidance|dependency|others?|lead)|waiting on a dependency",
    ),
    (
        IN_PROGRESS,
        r"in progress|on-?going|under ?way|in hand|work(?:ing)? in progress|partially complete"
        r"|part(?:ly)? complete|started|on track|open|in train|progressing",
    ),
    (
        COMPLETE,
        r"complete|completed|closed|done|implemented|delivered|finished|achieved|discharged"
        r"|fully complete|action complete",
    ),
]
NO_STATUS = re.compile(
    r"sign[- ]?off|\?|\bnot complete|incomplete|\bto be (complete|close)|\bnot (yet )?(closed"
    r"|done|implemented|delivered|finished)",
    re.I,
)
COLOUR = re.compile(
    r"^\W*(?P<colour>red|amber|green|blue|yellow|grey|black|white|purple|orange|[ragby])"
    r"\b\W*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
KEY = re.compile(
    r"\b(?P<colour>red|amber|green|blue|yellow|grey|[RAGBY])\s*(?:=|:|means|–|—"
    r"|-)\s*(?P<words>[a-z][a-z ]{2,40}?)(?=\s*[;,.|)\n]|$)",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"^(?:status\s*[:–-]\s*)?(?:now |currently |this is |it is |action |work "
    r")?(?P<status>complete|completed|in progress|ongoing|on-going|not (?:yet )?started"
    r"|awaiting allocation"
    r"|underway|not (?:yet )?begun|implemented in full|fully implemented|fully complete)\s*[.!]?$",
    re.IGNORECASE,
)
ABOUT_IT = re.compile(
    rf"\b(?:this|the|that)\s+recommendation\b(?:\s+\w+)?\s+(?:is|are|was|has been|remains?"
    rf"|as)\s+(?:now\s+|currently\s+|still\s+|fully\s+|therefore\s+)*(?P<status>[a-z][a-z -]+)"
    rf"|\b{references.NAME}\s*(?:no\.?\s*)?(?P<list>{references.LIST})\s+(?:is|are|was|has been"
    rf"|remains?)\s+(?:now\s+|currently\s+|still\s+|fully\s+)*(?P<status2>[a-z][a-z -]+)"
    r"|\b(?:regards?|considers?|treats?)\s+(?:the\s+work|it|this(?:\s+recommendation)?"
    r"|the\s+recommendation)\s+(?:as|to\s+be)\s+(?P<status3>[a-z][a-z -]+)"
    r"|\b(?:status|implementation)\s*(?:is|:|–)\s*(?:now\s+|currently\s+)?(?P<status4>[a-z][a-z "
    r"-]+)",
    re.IGNORECASE,
)
WAITS = re.compile(
    r"\b(?:await(?:s|ing)?|wait(?:s|ing)?\s+(?:for|on|until)|pending|depend(?:s|ent"
    r"|ing)\s+(?:up)?on|defer(?:s|red|ring)?\s+to|until)\b[^.]{0,160}?"
    r"(?P<whom>NPCC(?:\s+leads?)?|National Police Chiefs.? Council|national (?:lead|position"
    r"|guidance|approach|body|bodies|protocol|material|policy)\w*"
    r"|College of Policing|Home Office|Ministry of Justice|CPS|HMICFRS|IOPC|Government"
    r"|recommendations?\s+\d+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """A value with the words that state it."""

    value: str
    words: str


def position(text, numbers, organisation):
    """The position that an answer states on the recommendations `numbers`, as Stated; or None."""
    found = []
    for sentence in _sentences_of(text):
        value = _position_of(sentence, numbers, organisation)
        if value:
            found.append(Stated(value, sentence))
    values = {stated.value for stated in found}
    if len(values) == 1 and not is_qualified(text):
        return found[0]
    if values == {ACCEPTED, IN_PART}:
        return next(stated for stated in found if stated.value == IN_PART)
    return None


def _position_of(sentence, numbers, organisation):
    if ALONE_PART.match(sentence):
        return IN_PART
    if ALONE_REFUSED.match(sentence):
        return NOT_ACCEPTED
    if IN_PRINCIPLE.search(sentence):
        return ""
    if ALONE_ACCEPTED.match(sentence):
        return ACCEPTED
    if not re.search(r"\b(accept|reject)", sentence, re.IGNORECASE) or sentence.endswith("?"):
        return ""
    named = {ref.number for _, _, refs in references.named_in(sentence) for ref in refs}
    if named and not named & set(numbers):
        return ""  # of another recommendation
    if refusal := REFUSED.search(sentence):
        rest = (refusal["rest"] or refusal["rest2"] or refusal["rest3"] or "").strip()
        if HEDGE.search(sentence[: refusal.start()]) or _is_anothers(
            sentence[: refusal.start()], organisation
        ):
            return ""
        return (
            NOT_ACCEPTED
            if re.match(rf"^[.,:;–—-]|^$|^(?:{THIS})|^reco", rest, re.IGNORECASE)
            and not re.match(r"that\b(?!\s+rec)", rest)
            else ""
        )
    if re.search(r"\bnot\b[^.;]{0,20}\baccept", sentence, re.IGNORECASE):
        return ""
    statement = PARTLY.search(sentence)
    value = IN_PART if statement else ACCEPTED
    statement = (
        statement
        or WE_ACCEPT.search(sentence)
        or ACCEPTS.search(sentence)
        or IS_ACCEPTED.search(sentence)
    )
    if (
        not statement
        or HEDGE.search(sentence[: statement.start()])
        or _is_anothers(sentence[: statement.start()], organisation)
    ):
        return ""
    return value


def _is_anothers(before, organisation):
    """“The NPCC accepts this recommendation” is no position of a force."""
    clause = re.split(r"[,;:]|\band\b", before)[-1]
    if re.search(r"\b(we|our|i|chief constables?|constabulary|the force)\b", clause, re.IGNORECASE):
        return False
    return any(rule.search(clause) and group != organisation.group for group, rule in OTHERS)


def is_bare(text):
    """A line that states a position or a progress and nothing else: an answer, however bold."""
    text = plain(text)
    alone = (
        ALONE_ACCEPTED.match(text)
        or ALONE_REFUSED.match(text)
        or ALONE_PART.match(text)
        or ALONE.match(text)
    )
    return bool(alone and words_in(text) <= 6)


def is_qualified(text):
    """Accepted in principle, or with a condition."""
    return any(IN_PRINCIPLE.search(one) or RESERVED.search(one) for one in _sentences_of(text))


def is_mixed(text):
    """One element accepted and another not."""
    own = unquoted(plain(text))
    refused = re.search(r"\b(?:does|do) not accept\b", own, re.IGNORECASE)
    return bool(
        refused
        and re.search(
            r"(?<!not )\baccepts?\b", own[: refused.start()] + own[refused.end() :], re.IGNORECASE
        )
    )


def _sentences_of(text):
    """What the answer says itself, sentence by sentence; a paragraph ends one, too."""
    own = []
    for paragraph in text.split("\n\n"):
        words = unquoted(plain(paragraph))
        own += [words[start:end].strip() for start, end in sentences(words)]
    return own


def status(text, key=None):
    """Of a status cell: (progress or "", whether only a colour is stated)."""
    text = plain(text).strip()
    if not text:
        return "", False
    match = COLOUR.match(text)
    colour = (
        match["colour"].lower()
        if match and (len(match["colour"]) > 1 or not match["rest"].strip())
        else ""
    )
    words = match["rest"] if colour else text
    value = _status_of(words)
    if value or not colour:
        return value, False
    explained = (key or {}).get(colour) or (key or {}).get(colour[0])
    return (explained or ""), not explained


def _status_of(words):
    words = words.strip(" ()[].–—-").lower()
    if not words or NO_STATUS.search(words):
        return ""
    return next(
        (value for value, rule in STATUS if re.fullmatch(rf"(?:{rule})(?:\W.*)?", words)), ""
    )


def colour_key(texts):
    """What colours mean, where the document says so: “G = complete; A = in progress”."""
    key = {}
    for text in texts:
        found = [
            (match["colour"].lower(), _status_of(match["words"]))
            for match in KEY.finditer(plain(text))
        ]
        if len(found) > 1 or re.match(r"\s*key\b", text, re.IGNORECASE):
            key.update({colour: value for colour, value in found if value})
    return key


def progress(text, numbers):
    """The progress that an answer states in words, as Stated; or None."""
    found = []
    own = _sentences_of(text)
    for sentence in own:
        value = _progress_of(sentence, numbers)
        if value:
            found.append(Stated(value, sentence))
    return found[-1] if len({stated.value for stated in found}) == 1 else None


def _progress_of(sentence, numbers):
    if alone := ALONE.match(sentence):
        return _status_of(alone["status"])
    if inline := re.search(
        r"\bstatus\s*[:–]\s*(?P<status>[a-z][a-z ]+?)[.;]?$", sentence, re.IGNORECASE
    ):
        return _status_of(inline["status"])
    about = ABOUT_IT.search(sentence)
    if not about or HEDGE.search(sentence[: about.start()]):
        return ""
    if about["list"] and not {ref.number for ref in references.listed(about["list"])} & set(
        numbers
    ):
        return ""
    said = about["status"] or about["status2"] or about["status3"] or about["status4"] or ""
    if about["status4"] and words_in(said) > 3:
        return ""
    return _leading_status(said)


def _leading_status(said):
    """The status that the words begin with, unless they go on about a part of it: “in progress on five points”."""
    said = said.strip().lower()
    for value, rule in STATUS:
        match = re.match(rf"(?:{rule})\b", said)
        if (
            match
            and not re.match(r"\s+(on|for|in|of|with)\b", said[match.end() :])
            and not NO_STATUS.search(said)
        ):
            return value
    return ""


def waits_for(text):
    """Whom an answer waits for, in its own words; or ""."""
    for sentence in _sentences_of(text):
        if found := WAITS.search(sentence):
            return found["whom"]
    return ""
