"""Text in the metadata of a PNG file."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_ENDS = len(SIGNATURE) + 25
"""A file begins with its signature and a header of 13 bytes, with length, name and checksum around it."""


def with_text(picture: bytes, key: str, text: str) -> bytes:
    """Return a picture with a text under a key, after its header."""
    if not picture.startswith(SIGNATURE):
        raise ValueError("these bytes are no PNG file")
    content = key.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
    chunk = b"iTXt" + content
    packed = struct.pack(">I", len(content)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return picture[:HEADER_ENDS] + packed + picture[HEADER_ENDS:]
