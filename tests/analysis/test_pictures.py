"""Pictures hold the identity of their run, and are whole files of their kind."""

import io
import re
import struct

import pytest
from PIL import Image

from analysis.pictures import ENDINGS, pdf_with_subject, picture_bytes, png_with_text, write_picture

CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": 1, "b": 2}]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative", "title": "年投产项目"}},
}
IDENTITY = "zonereform compare <甲> & jimo, digest 0123"


def test_a_png_opens_and_holds_the_text():
    with Image.open(io.BytesIO(picture_bytes(CHART, ".png", IDENTITY))) as picture:
        picture.load()
        assert picture.text["Description"] == IDENTITY


def test_an_svg_holds_the_text_escaped_and_its_words_as_words():
    text = picture_bytes(CHART, ".svg", IDENTITY).decode()
    assert "<desc>zonereform compare &lt;甲&gt; &amp; jimo, digest 0123</desc>" in text
    assert "年投产项目" in text


def object_at(content, table, number):
    """Return an object of a PDF by a table of places, as a reader finds it."""
    first, count = map(int, re.match(rb"xref\s+(\d+) (\d+)", content[table:]).groups())
    assert first <= number < first + count
    lines = content[table:].split(b"\n", 2)[2]
    entry = lines[20 * (number - first) : 20 * (number - first) + 20]
    assert len(entry) == 20
    assert entry.endswith(b" n\r\n")
    place = int(entry[:10])
    assert content[place:].startswith(b"%d 0 obj" % number)
    return content[place : content.index(b"endobj", place)]


def test_a_pdf_leads_a_reader_to_the_text_and_on_to_all_that_was_there():
    """A reader goes by the last startxref, then by /Prev."""
    content = picture_bytes(CHART, ".pdf", IDENTITY)
    table = int(content[content.rindex(b"startxref") :].split()[1])
    trailer = content[content.index(b"trailer", table) :]
    info = int(re.search(rb"/Info (\d+) 0 R", trailer)[1])
    subject = re.search(rb"/Subject <([0-9a-f]+)>", object_at(content, table, info))[1]
    assert bytes.fromhex(subject.decode()).decode("utf-16") == IDENTITY
    assert b"/Producer (svg2pdf)" in object_at(content, table, info)
    before, root = (int(re.search(pattern, trailer)[1]) for pattern in (rb"/Prev (\d+)", rb"/Root (\d+) 0 R"))
    assert b"/Catalog" in object_at(content, before, root)


def test_a_second_update_replaces_the_text():
    once = picture_bytes(CHART, ".pdf", "first")
    twice = pdf_with_subject(once, "second")
    assert twice.startswith(once.rstrip())
    assert twice.count(b"/Prev") == 2


def test_text_comes_after_the_header_and_other_bytes_are_refused():
    picture = b"\x89PNG\r\n\x1a\n" + b"h" * 25 + b"rest"
    found = png_with_text(picture, "Description", "run 1")
    assert found.startswith(picture[:33] + struct.pack(">I", 21) + b"iTXtDescription\0\0\0\0\0run 1")
    assert found.endswith(b"rest")
    with pytest.raises(ValueError, match="no PNG"):
        png_with_text(b"GIF89a", "Description", "run 1")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_picture_is_the_same_each_time(tmp_path, ending):
    """But for the order in which the maker of a PDF lists its fonts and objects, and so where they begin."""
    for name in ("one", "two"):
        write_picture(CHART, tmp_path / f"{name}{ending}", IDENTITY)
    one, two = ((tmp_path / f"{name}{ending}").read_bytes() for name in ("one", "two"))
    if ending == ".pdf":
        one, two = (sorted(re.sub(rb"\d+", b"", picture)) for picture in (one, two))
    assert one == two
