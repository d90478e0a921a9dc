"""What may stand in an address. Anything else is an address that does not exist: 404."""

from . import numbers


class Key:
    """The key of a row: never larger than a database can hold."""

    regex = "[0-9]{1,18}"
    to_python = staticmethod(int)
    to_url = staticmethod(str)


class Export:
    """A kind of file that answers can be taken away in."""

    regex = "csv|xlsx|json"
    to_python = staticmethod(str)
    to_url = staticmethod(str)


class Number:
    """A recommendation's number as printed, such as 4 or 7.1.

    In an address, 10 (a) is 10_(a) and 12/13 is 12~13.
    """

    regex = "[0-9A-Za-z.()_~-]{1,20}"

    @staticmethod
    def to_python(address):
        return address.translate(numbers.FROM_ADDRESS)

    @staticmethod
    def to_url(number):
        return number.translate(numbers.TO_ADDRESS)
