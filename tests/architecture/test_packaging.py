"""What must hold for the project to install and run anywhere, the same way."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import agents
import sim

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["packages"]
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINS = re.findall(r"^(\S.*\n(?:[ \t].*\n)*)", REQUIREMENTS, re.MULTILINE)

MACHINE_PATH = re.compile(rb"(?<![\w.~])/(?:work|root|home|Users)/[\w.]|[A-Z]:\\Users\\")
PICKLES = {".pkl", ".pickle", ".joblib", ".dill"}
LOCKS = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program, "lint-imports is not installed beside this Python"
    command = [program, "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Every file that git holds or would take."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_every_requirement_carries_a_version_and_a_hash():
    assert len(PINS) > 30
    for pin in PINS:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!-]+", pin), pin.splitlines()[0]
        assert "--hash=sha256:" in pin, pin.splitlines()[0]


def test_requirements_name_no_place_to_download_from():
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|--trusted-host| @ ", REQUIREMENTS)


def test_every_declared_dependency_is_pinned():
    project = PROJECT["project"]
    declared = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    declared += [name for extra in project["optional-dependencies"].values() for name in extra]
    assert {normal(name) for name in declared} <= {normal(pin) for pin in PINS}


def test_no_other_package_named_agents_is_installed_beside_ours():
    assert "openai-agents" not in {normal(pin) for pin in PINS}
    assert Path(agents.__file__).parents[1] == Path(sim.__file__).parents[1] == ROOT


def test_the_project_cannot_be_uploaded():
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]


def test_every_package_is_under_every_check():
    assert PROJECT["tool"]["importlinter"]["root_packages"] == PACKAGES
    assert PROJECT["tool"]["mypy"]["packages"] == PACKAGES
    assert PROJECT["tool"]["importlinter"]["contracts"][0]["layers"] == PACKAGES[::-1]


def test_no_file_names_a_machine(files):
    for path in files:
        found = MACHINE_PATH.search(path.read_bytes())
        assert not found, f"{path.relative_to(ROOT)} names {found[0].decode()}"


def test_the_pattern_finds_what_it_looks_for():
    for parts in (["", "work", "main"], ["see ", "root", ".cache"], ["", "home", "someone"]):
        assert MACHINE_PATH.search("/".join(parts).encode())


def test_the_pins_name_no_download_address():
    assert "://" not in REQUIREMENTS
    assert not re.search(r"^\s*-(?:i\b|-index-url|-extra-index-url|-find-links)", REQUIREMENTS, re.MULTILINE)


def test_no_pickle_and_no_lock_file_with_addresses_is_in_git(files):
    assert not [path for path in files if path.suffix in PICKLES]
    assert not [path for path in files if path.name in LOCKS or re.fullmatch(r"pylock.*\.toml", path.name)]


def test_imports_flow_one_way():
    linted = lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize(
    ("package", "imported"), [("agents", "sim"), ("agents", "pandas"), ("sim", "scenarios"), ("analysis", "interface")]
)
def test_an_import_against_the_flow_is_refused_by_name(tmp_path, package, imported):
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / package / "wayward.py").write_text(f"import {imported}\n", encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    linted = lint_imports(tmp_path)
    assert linted.returncode == 1
    assert f"{package}.wayward -> {imported}" in linted.stdout


@pytest.mark.parametrize("package", ["agents", "sim", "scenarios"])
def test_a_worker_loads_neither_mesa_nor_pandas(package):
    code = f"import sys, {package}; print(*sorted({{'mesa', 'pandas', 'matplotlib', 'altair'}} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []


def test_the_readme_opens_with_the_two_commands():
    block = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    commands = [line for line in block.splitlines() if line and not line.startswith("#")]
    assert commands[:2] == ["python3 start.py run", "python3 start.py test"]


def test_the_start_script_is_readable_by_old_pythons_and_imports_nothing_installed():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
