"""The look without what belongs to GOV.UK alone."""

import pytest

from govuk import assets

FONT_FACE = "@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2)}"


@pytest.mark.parametrize(
    ("css", "plain"),
    [
        (f".a{{margin:0}}{FONT_FACE}.b{{margin:0}}", ".a{margin:0}.b{margin:0}"),
        (
            ".a{font-family:GDS Transport,arial,sans-serif}",
            ".a{font-family:Helvetica,Arial,sans-serif}",
        ),
        (
            ".a{color:var(--govuk-brand-colour,#1d70b8)}",
            ".a{color:var(--govuk-brand-colour,#22577a)}",
        ),
        (".a{background:url(/assets/images/icon.svg)}", ".a{background:url(images/icon.svg)}"),
        (".govuk-footer__crown{margin:0}.b{margin:0}", ".b{margin:0}"),
        (
            "@supports (x:y){.a:before{mask:url(/assets/images/govuk-crest.svg)}}.b{margin:0}",
            "@supports (x:y){}.b{margin:0}",
        ),
        (".a{margin:0}\n/*# sourceMappingURL=a.css.map */", ".a{margin:0}"),
    ],
    ids=["typeface", "font", "colour", "address", "crown", "crest", "source map"],
)
def test_style_sheet_loses_what_is_branded_and_keeps_the_rest(css, plain):
    assert assets.plain_css(css) == plain


@pytest.mark.parametrize(
    "left", ["GDS Transport", "crown", "#1D70B8", "/assets/images/a.svg", "@font-face{}"]
)
def test_build_stops_at_anything_branded(left, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "VENDOR", tmp_path)

    with pytest.raises(SystemExit, match="belongs to"):
        assets.write("a.css", f"/* {left} */")

    assert list(tmp_path.iterdir()) == []


def test_build_makes_only_what_pages_load(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")

    assets.build()

    made = {path.relative_to(tmp_path / "vendor").as_posix() for path in tmp_path.rglob("*.*")}
    sheets = [(tmp_path / "vendor" / name).read_text() for name in made if name.endswith(".css")]
    assert {name for name in made if not name.startswith("images/")} == {
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
        "moj-frontend.min.css",
        "moj-frontend.min.js",
    }
    assert {name for name in made if name.startswith("images/")} == {
        f"images/{part.split(')')[0]}"
        for sheet in sheets
        for part in sheet.split("url(images/")[1:]
    }
