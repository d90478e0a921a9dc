"""Passwords that somebody would guess, found without asking a network.

Django's own list has 20,000 passwords, most of them shorter than 12 characters: these rules refuse what is made of
them.
"""

import re
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

FEWEST_CHARACTERS = 6  # different ones: `aaaaaaaaaaaa` has one
FEWEST_WORDS = 3  # different ones: `Winter2026Winter` has one, `policeforce1` two
SHORTEST_WORD = 3
LONGEST_WORD = 20
ROWS = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890"]
OF_THE_SERVICE = """
admin answer answers authority bobby body chief christmas college commissioner complaint complaints constable
constabulary crime crimes deputy detective evidence force forces hmic hmicfrs home inspector inspectorate iopc
justice lead league ministry monday tuesday wednesday thursday friday saturday sunday january february march april may
june july august september october november december mayor nation npcc office officer panel password pcc police
policing public recommendation recommendations report reports reviewer safe secure security sergeant service share site
spring spurs summer autumn winter super supercomplaint superintendent supercomplaints system united user victim welcome
login letmein changeme the and for our your you are
"""


class GuessablePasswordValidator:
    """Refuse passwords made of common words, of words of this service, or of a row of keys."""

    def validate(self, password, user=None):
        if reason := why_guessable(password):
            raise ValidationError(reason, code="guessable")

    def get_help_text(self):
        return "Use three random words or more, such as the names of things around you."


def why_guessable(password):
    """What is wrong with `password` in a sentence, or nothing."""
    letters = re.sub("[^a-z]", "", password.lower())
    if len(set(password.lower())) < FEWEST_CHARACTERS:
        return "Your password has too few different characters."
    if len(letters) < FEWEST_CHARACTERS or _is_of_rows(password):
        return "Your password must not be a row of numbers or keys."
    words = _words_in(letters)
    if words is not None and len(words) < FEWEST_WORDS:
        return "Your password is made of common words. Use three random words or more."
    return None


def _is_of_rows(password):
    """Whether it is all made of pieces of an alphabet or of a keyboard, forwards or backwards."""
    rows = [*ROWS, *(row[::-1] for row in ROWS)]
    pieces = re.findall("[a-z]+|[0-9]+", password.lower())
    return all(any(_is_piece(piece, row) for row in rows) for piece in pieces)


def _is_piece(piece, row):
    return piece in row * 2 or (len(set(piece)) == 1 and piece[0] in row)


def _words_in(letters):
    """The fewest different common words that `letters` is made of, or None where it holds anything else."""
    words = common_words()
    made = {0: frozenset()}
    for end in range(SHORTEST_WORD, len(letters) + 1):
        for start in range(max(0, end - LONGEST_WORD), end - SHORTEST_WORD + 1):
            word = letters[start:end]
            if start not in made or word not in words:
                continue
            together = made[start] | {word}
            if end not in made or len(together) < len(made[end]):
                made[end] = together
    return made.get(len(letters))


@cache
def common_words():
    """Words of letters only. Read once: the list is 20,000 lines long."""
    passwords = CommonPasswordValidator().passwords
    return {word for word in passwords if word.isalpha() and len(word) >= SHORTEST_WORD} | set(
        OF_THE_SERVICE.split()
    )
