"""Has what the browser tests need: Debian's Chromium, and the accessibility checker axe by the hash of its package.

`python tests/browser/install.py` installs Chromium with apt where it is missing and may be installed, and fetches axe
with npm into the environment, outside git. It says what is there at the end; tests use `find_chromium` and
`find_axe` and are skipped where there is none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

AXE = "axe-core@4.10.3"
AXE_SHA256 = "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292"
AXE_SCRIPT = "package/axe.min.js"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 300
"""Seconds that an installer may take."""


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("ZONEREFORM_CHROMIUM")
    return next((found for name in (named, *CHROMIUMS) if name and (found := shutil.which(name))), None)


def install_chromium() -> str | None:
    """Return a Chromium, installed with apt where it is missing and this user may install; None where it cannot be."""
    if (found := find_chromium()) is not None:
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "timeout": PATIENCE}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        for command in (install, ["apt-get", "update"], install):
            if find_chromium() is None:
                subprocess.run(command, env=environment, check=False, **quiet)
    return find_chromium()


def axe_file() -> Path:
    """Return where axe is kept: in this Python's environment, outside git."""
    return Path(sys.prefix) / "browser-tests" / AXE_SHA256[:16] / "axe.min.js"


def find_axe() -> Path | None:
    """Return the script of axe where it is kept, or None."""
    file = axe_file()
    return file if file.exists() else None


def install_axe() -> Path | None:
    """Return the script of axe, fetched with npm where it is missing; None where it cannot be fetched.

    ValueError where the package is not the one whose hash is written above.
    """
    if (found := find_axe()) is not None:
        return found
    if not shutil.which("npm"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", AXE, "--silent", "--ignore-scripts"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False)
        packed = next(Path(folder).glob("axe-core-*.tgz"), None)
        if done.returncode or packed is None:
            return None
        found_hash = hashlib.sha256(packed.read_bytes()).hexdigest()
        if found_hash != AXE_SHA256:
            raise ValueError(f"{AXE}: found a package of hash {found_hash}; allowed {AXE_SHA256}")
        with tarfile.open(packed) as opened:
            member = opened.extractfile(AXE_SCRIPT)
            script = member.read() if member else b""
    file = axe_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    working = file.with_name(f".axe-{os.getpid()}")
    working.write_bytes(script)
    working.replace(file)
    return file


def main() -> None:
    """Install what is missing and say what is there."""
    for name, found in (("Chromium", install_chromium()), ("axe", install_axe())):
        print(f"{name}: {found or 'not to be had here'}")


if __name__ == "__main__":
    main()
