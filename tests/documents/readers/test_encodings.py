"""Text is read in the encoding that it is in, whether or not it says so."""

import pytest

from documents.readers.encoding import decode

WORDS = "The Constabulary’s café “accepts” £12 – naïve…"
PLAIN = "The Constabulary's café accepts £12, naïvely"
MARKED = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
}


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "mac_roman"]
)
def test_encoding_that_is_not_said_is_found(name):
    assert decode(WORDS.encode(name)) == WORDS


@pytest.mark.parametrize("name", ["iso8859_1", "iso8859_15", "cp850", "cp437"])
def test_older_encodings_are_found_by_their_letters(name):
    assert decode(PLAIN.encode(name)) == PLAIN


@pytest.mark.parametrize("name", MARKED)
def test_mark_of_an_encoding_is_no_word(name):
    assert decode(MARKED[name] + WORDS.encode(name)) == WORDS


def test_encoding_that_is_declared_goes_before_a_guess():
    assert decode("příklad je tu".encode("iso8859_2"), "iso8859_2") == "příklad je tu"


@pytest.mark.parametrize("declared", ["no such encoding", "ascii"])
def test_wrong_declaration_is_passed_over(declared):
    assert decode("£5 for café".encode("cp1252"), declared) == "£5 for café"


def test_letter_cut_off_at_the_end_is_left_out():
    assert decode("café".encode()[:-1]) == "caf"


def test_line_ends_are_one_kind_and_signs_that_no_database_holds_are_gone():
    assert decode(b"a\r\nb\rc\0d") == "a\nb\ncd"
