"""Declarations of charts as files: PNG, SVG or PDF, each with the identity of its run in its metadata."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sim.store.files import write_bytes

ENDINGS = (".png", ".svg", ".pdf")
SCALE = 2.0
"""Pixels of a picture to a pixel of its declaration."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_ENDS = len(SIGNATURE) + 25
"""A PNG file begins with its signature and a header of 13 bytes, with length, name and checksum around it."""


def picture_bytes(declaration: Mapping[str, Any], ending: str, identity: str) -> bytes:
    """Return a declaration drawn as a file of this ending, one of ENDINGS."""
    import vl_convert  # noqa: PLC0415  # brings a browser's engine along, and only a file needs it

    if ending == ".png":
        drawn = vl_convert.vegalite_to_png(dict(declaration), scale=SCALE)
        return png_with_text(bytes(drawn), "Description", identity)
    if ending == ".svg":
        return svg_with_description(str(vl_convert.vegalite_to_svg(dict(declaration))), identity).encode()
    return pdf_with_subject(bytes(vl_convert.vegalite_to_pdf(dict(declaration))), identity)


def write_picture(declaration: Mapping[str, Any], file: Path, identity: str) -> None:
    """Write a declaration as a picture, by its file's ending; whole, or not at all."""
    write_bytes(file, picture_bytes(declaration, file.suffix, identity))


def png_with_text(picture: bytes, key: str, text: str) -> bytes:
    """Return a PNG with a text under a key, after its header."""
    if not picture.startswith(SIGNATURE):
        raise ValueError("these bytes are no PNG file")
    content = key.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
    chunk = b"iTXt" + content
    packed = struct.pack(">I", len(content)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return picture[:HEADER_ENDS] + packed + picture[HEADER_ENDS:]


def svg_with_description(picture: str, text: str) -> str:
    """Return an SVG with a description as the first thing in it.

    >>> svg_with_description('<svg width="1"><g/></svg>', "a < b")
    '<svg width="1"><desc>a &lt; b</desc><g/></svg>'
    """
    first = picture.index(">", picture.index("<svg")) + 1
    return f"{picture[:first]}<desc>{escape(text, quote=False)}</desc>{picture[first:]}"


def pdf_with_subject(picture: bytes, text: str) -> bytes:
    """Return a PDF with a subject in its document information, by an update at its end as the format has it.

    The update holds the information object anew, a table of where that stands, and a trailer that points to the
    table before.
    """
    trailer = picture[picture.rindex(b"trailer") :]
    size, root, number, before = (
        int(re.findall(pattern, trailer)[-1])
        for pattern in (rb"/Size (\d+)", rb"/Root (\d+) 0 R", rb"/Info (\d+) 0 R", rb"startxref\s+(\d+)")
    )
    told = re.search(rb"\n%d 0 obj\s*<<(.*?)>>" % number, picture, re.DOTALL)
    known = told[1].strip() if told else b""
    subject = (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()
    head = picture.rstrip() + b"\n"
    entry = b"%d 0 obj\n<< %s /Subject <%s> >>\nendobj\n" % (number, known, subject)
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (number, len(head))
    ends = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\n" % (size, root, number, before)
    return head + entry + table + ends + b"startxref\n%d\n%%%%EOF\n" % len(head + entry)
