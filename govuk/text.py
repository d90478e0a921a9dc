"""Text that somebody typed or pasted, without what nobody sees.

Word puts a vertical tab where a line breaks and a sign of its own font before a list; a mail program
hides zero-width spaces. Kept as they are, a spreadsheet with them cannot be made, an account of two
invisible letters counts as an answer, and two texts that look the same are not.
"""

import re
import unicodedata

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls of old terminals, and marks of direction that only matter in other scripts. NUL and halves
# of characters stay: fields refuse those with a sentence.
UNSEEN = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\ufeff]")
NO_WIDTH = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]"
)
# These turn the letters around: “Paid \u202e000,1£” is read as another sum than it holds.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓"})
PLAIN = re.compile(r"[\n\t -~]*")


def clean_lines(text: str) -> str:
    """Several lines: their ends are line feeds, and a tab stays, since it parts columns."""
    if PLAIN.fullmatch(text):
        return text
    text = LINE_ENDS.sub("\n", text)
    text = UNSEEN.sub("", text).translate(BULLETS)
    text = unicodedata.normalize("NFC", text)
    return text if is_seen(text) else ""


def clean_line(text: str) -> str:
    """One line: what would end it, or jump within it, is a space."""
    text = clean_lines(text)
    return text.replace("\n", " ").replace("\t", " ")


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of it."""
    return bool(NO_WIDTH.sub("", text).strip())


def turns_the_line(text: str) -> bool:
    return TURNING.search(text) is not None
