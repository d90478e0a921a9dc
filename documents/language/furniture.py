"""What stands in a document and belongs to no answer: the website around it, advice, greetings,
signatures, trailers.
"""

import re

from .text import plain, words_in

REGION = re.compile(
    r"(?:^|[\s_-])(nav|aside|footer|form|button|cookies?|breadcrumbs?|quick-?exit|exit-?note"
    r"|skip-?link|contents-list|toc|related"
    r"|share|social|feedback|search|banner|menu|notice|sidebar|advert\w*|pagination|mail head "
    r"\w+|front matter|contents"
    r"|page head or foot|quoted mail|dialog|popup|modal|newsletter|metadata|footnotes?)(?=$"
    r"|[\s_-])",
    re.IGNORECASE,
)
PAGE = re.compile(r"(?:^|\s)(main|article)(?=$|\s)")
OF_A_SITE = re.compile(
    r"""^(skip\ to|quick\ exit|leave\ (this\ )?(site|page)|exit\ (this\ )?site|back\ to\ top
    |print\ this|share\ this|cookies?\b|accept\ (all|cookies)
    |reject\ (all|cookies)|is\ this\ page|was\ this\ (page|helpful)|©|\(c\)\ |copyright\b
    |all\ rights\ reserved|privacy|accessibility|sitemap
    |page\ last|last\ (updated|changed|modified|reviewed)|first\ published|webmaster|home$
    |menu$|search$|news$|contact\ us|follow\ us|related
    |this\ publication\ is\ licensed|licensed\ under|open\ government\ licence|feedback
    |sign\ up|subscribe|download|protective\ marking
    |official(\ [-–—]?\ ?sensitive)?$|press\ (the\ )?(button|escape)|hide\ this|javascript
    |please\ (turn|switch)\ on|page\ \d+)""",
    re.IGNORECASE | re.VERBOSE,
)
COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)
ADVICE = re.compile(
    r"\b(call|dial|ring|phone|text|tel\.?|telephone|emergency)\b[^.]{0,60}\b(101|999|18000|0800 "
    r"?\d*)\b|\b(101|999)\b[^.]{0,40}\bemergency"
    r"|\bif you (are|have been|feel|need|would like|want|know|were|think|'re|require)\b[^.]*"
    r"\b(contact|call|report|visit|support|help|101|999)\b"
    r"|\b(another|alternative|different|accessible) formats?\b|\blarge print\b|\bbraille\b",
    re.IGNORECASE,
)
LONGEST_ADVICE = 45

GREETING = re.compile(
    r"^(dear|annwyl|to whom it may|hello|hi)\b(?!.*\b(accept|recommendation)\b)", re.IGNORECASE
)
CLOSING = re.compile(
    r"""^(yours\ (sincerely|faithfully|truly)|kind(est)?\ regards|best\ (regards|wishes)
    |(many\ )?(thanks|thank\ you)(\ and)?\b[^.]{0,30}$|regards\b
    |yn\ gywir|cofion|with\ (best|kind|warm)|sincerely|signed\b|cc\b|copy\ to\b|copies?\ to\b
    |enc(l|losures?)?\b[.:]?|p\.?p\.?\s
    |(i|we)\ (hope|trust)\ (that\ )?(this|you|these|the\ above)|(i|we)\ (am|are)\ (copying
    |sending\ (a\ )?cop|happy\ to|grateful\ (to|for))
    |(i|we)\ (have\ )?cop(y|ied)\ (this|in)\b|(i|we)\ look\ forward|(please
    |do)\ (do\ not\ hesitate|contact|get\ in\ touch|let\ (me|us)\ know)
    |(should|if)\ you\ (have|need|require|would\ like|wish)|my\ (staff\ )?office[r]?\ (can
    |will)|thank\ you\ (again|for))""",
    re.IGNORECASE | re.VERBOSE,
)
SIGNATURE = re.compile(
    r"""^(?!.*\b(?:should|must|will|has|have|is|are|was|accepts?|does|do)\b)(published\ by
    |issued\ by|prepared\ by|produced\ by|approved\ by|signed\ (off\ )?by|for\ and\ on\ behalf
    |on\ behalf\ of\ (the\ )?chief
    |(the\ )?(deputy\ |assistant\ |temporary\ |t/|a/)?(chief\ (constable|executive|officer)
    |police\ and\ crime\ commissioner|commissioner|minister\b[^.]*
    |det(ective)?\.?\ (chief\ )?(superintendent|inspector)|(chief\ )?superintendent
    |(chief\ )?inspector|mayor|secretary\ of\ state)[^.:]{0,70}$)""",
    re.IGNORECASE | re.VERBOSE,
)
TRAILER = re.compile(
    r"^\W*(end|ends|end of (document|report|response)|diwedd|the end|-?\s*ends\s*-?)\W*$"
    r"|^notes? (to|for) editors",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^(this (e-?mail|message|communication)( and any attachments?)? (is|are|may|contains?)\b"
    r"|the information (in|contained)|disclaimer\b"
    r"|confidential(ity)?( notice)?\b|if you are not the intended|please consider the environment)",
    re.IGNORECASE,
)
POINTER = re.compile(
    r"^((please )?(see|read|find|download|view|refer to|click)\b[^.]{0,60}\b(document|attach\w*"
    r"|above|below|link|pdf|page|here|response|plan|letter)\b"
    r"|(our|the) (response|reply|answer|plan|letter)s? (is|are|can be) (attached|found|available"
    r"|published|read)\b|(as )?attached\b)",
    re.IGNORECASE,
)


def is_furniture(block, has_page):
    """Whether a block belongs to the site around the text. `has_page`: the markup marks the text."""
    if has_page and block.region and not PAGE.search(block.region):
        return True
    if REGION.search(block.region):
        return True
    text = plain(block.text)
    if "header" in block.region.split() and not PAGE.search(block.region):
        return True
    if OF_A_SITE.match(text) and words_in(text) <= 30:
        return True
    if COOKIES.search(text) and words_in(text) <= 60:
        return True
    return is_row_of_links(block, text) or is_advice(text)


def is_row_of_links(block, text):
    return len(block.links) >= 1 and (" | " in text or " · " in text) and words_in(text) <= 25


def is_advice(text):
    return (
        words_in(text) <= LONGEST_ADVICE
        and bool(ADVICE.search(text))
        and not re.search(r"\brecommendation", text, re.I)
    )


def ends_a_letter(text):
    """Whether an answer is over here: a closing phrase, a signature, a disclaimer."""
    short = words_in(text) <= 40
    return bool(
        (short and CLOSING.match(text))
        or DISCLAIMER.match(text)
        or (words_in(text) <= 14 and SIGNATURE.match(text))
    )


def is_pointer(text):
    """Words that say where the answer is, and are none themselves."""
    return words_in(text) <= 20 and bool(POINTER.match(text))
