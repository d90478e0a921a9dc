"""What a password may be: twelve characters of which nobody guesses the whole."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

GUESSED = [
    "aaaaaaaaaaaa",
    "supercomplaint",
    "passwordpassword",
    "123456789012",
    "policeforce1",
    "Winter2026Winter",
    "xxxxxxxxxxxxxxxx",
    "Supercomplaint1!",
    "abcabcabcabc",
    "qwertyuiopas",
    "12345678901a",
    "abcdefghijkl",
    "Password1234!",
    "PoliceForce2026",
    "Welcome12345",
    "9876543210987",
    "letmeinletmein",
    "Sergeant2026!!",
    "shortword11",
]
GOOD = [
    "correct horse battery",
    "tulip-anchor-vinyl",
    "J7#kfpq!29xLmz",
    "ystafell werdd hynod",
    "x8Gk2pQz9rTw",
]


@pytest.mark.parametrize("password", GUESSED)
def test_password_that_somebody_would_guess_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", GOOD)
def test_password_that_nobody_guesses_is_taken(password):
    validate_password(password)


def test_password_may_be_long_and_is_checked_at_once():
    validate_password("tulip anchor vinyl " * 7)
