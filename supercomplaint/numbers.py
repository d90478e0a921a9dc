"""Numbers of recommendations: what reports print, how addresses spell it, and in which order people look for it."""

import re

PRINTED = r"^(?!.*  )[0-9A-Za-z](?:[0-9A-Za-z.()/ -]*[0-9A-Za-z)])?\Z"
WRONG = "Use digits and letters; between them also full stops, hyphens, slashes, brackets or single spaces"
# A slash would begin a new part of an address, and a space is hard to copy. Neither sign occurs in a number.
TO_ADDRESS = str.maketrans({" ": "_", "/": "~"})
FROM_ADDRESS = str.maketrans({"_": " ", "~": "/"})


def in_order(number):
    """What to sort by, so that 2 comes before 10, 7.1 after 7, and 3b after 3a."""
    pieces = re.findall(r"[0-9]+|[A-Za-z]+", number)
    return [(0, int(piece), "") if piece.isdigit() else (1, 0, piece.lower()) for piece in pieces]
