"""What a picture says of the place, the time and the camera, beside what is seen in it."""

import warnings
from collections.abc import Iterator

from django.core.files import File
from PIL import ExifTags, Image

from . import sentences

WHERE = "The picture says where it was taken. Whoever opens the file can read that place."
THUMBNAIL = "The picture has a small copy of itself. It may show what was cut off or painted over."
MOST_PIXELS = 60_000_000  # the data of a PNG may stand after the picture, so all of it is unpacked
TIMES = [ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized]
SERIAL_NUMBERS = [ExifTags.Base.BodySerialNumber, ExifTags.Base.LensSerialNumber]
PEOPLE = [ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.CameraOwnerName]


def findings(file: File) -> Iterator[str]:
    """A plain sentence for each."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged tags Pillow warns, and reads the others
            with Image.open(file, formats=["PNG", "JPEG", "MPO"]) as picture:
                if picture.format == "PNG" and picture.width * picture.height > MOST_PIXELS:
                    yield sentences.UNREAD_PICTURE
                    return
                yield from _tags(picture.getexif())
    except Exception:  # a damaged picture fails in many ways: OSError, SyntaxError, struct.error …
        yield sentences.UNREAD_PICTURE


def _tags(exif: Image.Exif) -> Iterator[str]:
    details = exif.get_ifd(ExifTags.IFD.Exif)
    everything = {**exif, **details}

    if ExifTags.IFD.GPSInfo in exif:
        yield WHERE
    if time := _first(everything, TIMES):
        yield f"The picture says when it was taken: {time}."
    if camera := _camera(exif):
        serial = " and its serial number" if _first(everything, SERIAL_NUMBERS) else ""
        yield f"The picture says with what it was taken: “{camera}”{serial}."
    if person := _first(everything, PEOPLE):
        yield f"The picture names somebody: “{person}”."
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield THUMBNAIL


def _first(tags: dict, names: list[ExifTags.Base]) -> str:
    texts = (_text(tags.get(name)) for name in names)
    return next((text for text in texts if text), "")


def _camera(exif: Image.Exif) -> str:
    """“Apple iPhone 12”; many cameras say their maker in both."""
    maker = _text(exif.get(ExifTags.Base.Make))
    model = _text(exif.get(ExifTags.Base.Model))
    return model if model.startswith(maker) else f"{maker} {model}".strip()


def _text(value: object) -> str:
    """A tag as a short text without what cannot be printed; cameras fill theirs up with zeros."""
    if not isinstance(value, str):
        return ""
    return sentences.short("".join(letter for letter in value if letter.isprintable()).strip())
