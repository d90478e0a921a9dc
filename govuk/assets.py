"""Copies the look from node_modules to static/vendor/, without what belongs to GOV.UK alone.

Run by `python3 -m govuk.assets`, with the standard library only. A service that is not on GOV.UK
may use its components, but not its typeface, crown, crest or brand colour.
"""

import re
import shutil
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = {
    "govuk-frontend": BASE_DIR / "node_modules/govuk-frontend/dist/govuk",
    "moj-frontend": BASE_DIR / "node_modules/@ministryofjustice/frontend/moj",
}
VENDOR = BASE_DIR / "static/vendor"

RULE = re.compile(r"[^{}]+\{[^{}]*\}")
SOURCE_MAP = re.compile(r"\s*(/\*|//)# sourceMappingURL=\S+( \*/)?")
URL = re.compile(r"url\(/assets/(images/[^)]+)\)")
BRANDED = re.compile(r"@font-face|crown|crest", re.IGNORECASE)
LEFT_OVER = re.compile(
    r"GDS Transport|#1d70b8|@font-face|crown|crest|/assets/|sourceMappingURL", re.IGNORECASE
)
GOVUK_FONT = "GDS Transport,arial"
OUR_FONT = "Helvetica,Arial"
GOVUK_BLUE = "#1d70b8"
OUR_BLUE = "#22577a"


def plain_css(css):
    """`css` without branded rules, with our font and colour, and addresses under static/vendor/."""
    css = SOURCE_MAP.sub("", css)
    css = RULE.sub(_unless_branded, css)
    css = css.replace(GOVUK_FONT, OUR_FONT)
    css = css.replace(GOVUK_BLUE, OUR_BLUE)
    return URL.sub(r"url(\1)", css)


def _unless_branded(rule):
    return "" if BRANDED.search(rule[0]) else rule[0]


def plain_js(js):
    return SOURCE_MAP.sub("", js)


def write(name, text):
    if brand := LEFT_OVER.search(text):
        raise SystemExit(f"{name} still holds “{brand[0]}”, which belongs to GOV.UK.")
    (VENDOR / name).write_text(text)


def copy_images(css, package):
    for image in sorted(set(re.findall(r"url\((images/[^)]+)\)", css))):
        (VENDOR / "images").mkdir(exist_ok=True)
        shutil.copyfile(package / "assets" / image, VENDOR / image)


def build():
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, package in PACKAGES.items():
        css = plain_css((package / f"{name}.min.css").read_text())
        write(f"{name}.min.css", css)
        write(f"{name}.min.js", plain_js((package / f"{name}.min.js").read_text()))
        copy_images(css, package)


if __name__ == "__main__":
    build()
