"""A batch as one zip that says what it is, checks itself, and runs itself again elsewhere."""

import zipfile
from pathlib import Path
from typing import BinaryIO

from sim.store.batch import Batch
from sim.store.files import write_whole
from sim.store.manifest import MANIFEST

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member, so that equal batches make equal bundles."""

READ_ME = """# {name}: batch {id} of zonereform

{done} runs of {planned}, {failed} failed; digest {digest}; model version {model_version}.

- `manifest.json`: what was asked, versions, seeds, and the SHA-256 of every file
- `runs.parquet`: one row a run; any reader of Parquet reads it, and its columns carry their meaning and unit
- `sample.json`: some runs with all that they were given
- `design.yaml`: the design, where it was a file
- `check.py`: checks this folder, with zonereform installed

```sh
python check.py            # every byte, every run once, the digest, and some runs run again
python check.py --all      # all runs again from design.yaml, in a folder that is then removed
```

Made with {versions}.
Another version of the model is refused; on another platform last digits may differ.
"""

CHECK = '''"""Checks the batch in this folder with an installed zonereform: bytes, digest, some or all runs again."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = [sys.executable, "-m", "interface"]


def main():
    checked = subprocess.run([*PROGRAM, "results", "verify", str(HERE), "--rerun", "{sample}"], check=False)
    if checked.returncode or "--all" not in sys.argv[1:]:
        return checked.returncode
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    design = HERE / "design.yaml"
    if not design.is_file():
        print("this batch was not made from a design file: nothing to run all of", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        kept = [word for table in manifest["keep"] for word in ("--keep", table)]
        limit = ["--limit", str(manifest["done"] + manifest["failed"])]
        command = [*PROGRAM, "sweep", str(design), "--out", folder, "--json", *kept, *limit]
        swept = subprocess.run(command, check=False, stdout=subprocess.PIPE)
        if not swept.stdout:
            return swept.returncode or 1
        found = json.loads(swept.stdout)["digest"]
    same = found == manifest["digest"]
    print(f"all runs again: digest {{found}}, stored {{manifest['digest']}}: {{'equal' if same else 'NOT EQUAL'}}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
'''
SAMPLE_SIZE = 16


def write_bundle(batch: Batch, path: Path) -> None:
    """Write a batch into a zip, whole or not at all; a damaged one is refused."""
    batch.refuse_damaged()
    manifest = batch.manifest
    root = f"zonereform-{manifest.id}"
    versions = ", ".join(f"{name} {found}" for name, found in manifest.versions.items())
    texts = {
        "README.md": READ_ME.format(**{**manifest.model_dump(), "versions": versions}),
        "check.py": CHECK.format(sample=SAMPLE_SIZE),
    }
    files = [batch.folder / MANIFEST, *(batch.folder / name for name in manifest.files)]
    files += [path for chunk in batch.chunks for path in (chunk.runs, *chunk.companions)]

    def write(target: BinaryIO) -> None:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in texts.items():
                bundle.writestr(zipfile.ZipInfo(f"{root}/{name}", EPOCH), text, zipfile.ZIP_DEFLATED)
            for file in files:
                member = zipfile.ZipInfo(f"{root}/{file.relative_to(batch.folder).as_posix()}", EPOCH)
                with bundle.open(member, "w", force_zip64=True) as into, file.open("rb") as source:
                    while block := source.read(1 << 20):
                        into.write(block)

    write_whole(path, write)
