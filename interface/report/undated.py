"""Office files without the time at which they were written, so that the same report is the same file."""

from __future__ import annotations

import io
import re
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date that the format has for no date."""
PROPERTIES = "docProps/core.xml"
DATED = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def undated(content: bytes) -> bytes:
    """Return an office file with the same parts in the same order and no time of writing in any of them."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.external_attr = 0o600 << 16
            text = DATED.sub(b"", part) if name == PROPERTIES else part
            after.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return made.getvalue()
