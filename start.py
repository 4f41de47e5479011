#!/usr/bin/env python3
"""Set up zonereform in a folder of its own (.venv) and run it.

    python3 start.py run [args]     simulate a scenario; without arguments, the default one
    python3 start.py test [args]    run the tests; arguments go to pytest
    python3 start.py check          lint, format, types and import contracts
    python3 start.py setup          set up and stop
    python3 start.py lock [args]    compile requirements.txt from pyproject.toml; arguments go to uv, e.g. --upgrade
    python3 start.py ANYTHING       any other zonereform command, e.g. "evidence list"

Needs any Python 3.8 or newer to start, and an installed Python 3.12 or 3.13 for the simulator itself. Every package is
pinned with its hash in requirements.txt. The first call installs them; later calls start at once.
"""

import glob
import hashlib
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(ROOT, ".venv")
STAMP = os.path.join(ENVIRONMENT, "set-up-for.txt")
REQUIREMENTS = os.path.join(ROOT, "requirements.txt")
PYTHONS = ("3.12", "3.13")
WINDOWS = os.name == "nt"

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "--output-format", "concise", "."),
    ("mypy",),
    ("lint-imports",),
)


class SetupError(Exception):
    """What went wrong and what to do, in one line."""


def main(arguments):
    """Run one command and return its exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    command, rest = arguments[0], arguments[1:]
    try:
        if command == "lock":
            return lock(rest)
        set_up()
    except SetupError as error:
        print("start.py: {}".format(error), file=sys.stderr)
        return 1
    if command == "setup":
        return 0
    if command == "check":
        return check()
    if command == "test":
        os.chdir(ROOT)
        return replace_by(installed("pytest"), *rest)
    return replace_by(installed("zonereform"), *arguments)


def set_up():
    """Make .venv hold exactly the pinned packages; do nothing where it already does."""
    wanted = fingerprint()
    if os.path.exists(installed("python")) and read(STAMP) == wanted:
        return
    say("setting up in .venv (the first time takes about a minute)")
    uv = bootstrap()
    if not usable(installed("python")):
        create_environment(uv)
    # The stamp goes first: a set-up that is cut off must not pass for a finished one.
    if os.path.exists(STAMP):
        os.remove(STAMP)
    in_environment = ("--python", installed("python"))
    # Byte code is made now: where Python may not write it later, every start would compile all packages anew.
    install(uv, "pip", "sync", "--require-hashes", "--compile-bytecode", REQUIREMENTS, *in_environment)
    install(uv, "pip", "install", "--no-deps", "--no-build-isolation", "--editable", ROOT, *in_environment)
    with open(STAMP, "w", encoding="utf-8") as stamp:
        stamp.write(wanted)
    say("ready")


def fingerprint():
    """What the environment was made from: the pins, the project file, and where this folder lies."""
    digest = hashlib.sha256(ROOT.encode("utf-8", "surrogateescape"))
    for name in (REQUIREMENTS, os.path.join(ROOT, "pyproject.toml")):
        digest.update(read(name).replace("\r\n", "\n").encode("utf-8"))
    return digest.hexdigest()


def bootstrap():
    """Return the path of the pinned uv, installing it into .bootstrap if it is not there yet."""
    pin = pinned("uv")
    folder = os.path.join(ROOT, ".bootstrap", re.match(r"uv==(\S+)", pin).group(1))
    uv = program(folder, "uv")
    if os.path.exists(uv):
        return uv
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    # Made beside its place and moved there whole, so that two set-ups at once do not see each other's halves.
    with tempfile.TemporaryDirectory(dir=os.path.dirname(folder)) as scratch:
        half_made = os.path.join(scratch, "environment")
        run_quietly(
            [sys.executable, "-m", "venv", half_made],
            "this Python ({}) cannot make environments; install its venv module (Debian: python3-venv)".format(
                sys.executable
            ),
        )
        pin_file = os.path.join(scratch, "uv.txt")
        with open(pin_file, "w", encoding="utf-8") as file:
            file.write(pin)
        run_quietly(
            [program(half_made, "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
            + ["--require-hashes", "--only-binary", ":all:", "-r", pin_file],
            "uv could not be installed with pip; check the network or the package index that pip is set to",
        )
        try:
            os.rename(half_made, folder)
        except OSError:
            if not os.path.exists(uv):
                raise
    return uv


def pinned(name):
    """Return the lines of requirements.txt that pin one package with its hashes."""
    found = re.search(r"^{}==.*\n(?:[ \t].*\n)*".format(re.escape(name)), read(REQUIREMENTS), re.MULTILINE)
    if not found:
        raise SetupError("requirements.txt does not pin {}; restore the file from git".format(name))
    return found.group(0)


def create_environment(uv):
    """Make .venv with an installed Python of a version that the pins allow, or have uv fetch one."""
    make = [uv, "venv", "-q", "--clear", "--no-project", ENVIRONMENT, "--python"]
    for version in PYTHONS:
        for python in installed_pythons(uv, version):
            if subprocess.call(make + [python], env=surroundings(), stderr=subprocess.DEVNULL) == 0:
                return
    say("no installed Python {} found; asking uv to fetch one".format(" or ".join(PYTHONS)))
    run_quietly(
        make + [PYTHONS[0]],
        "no Python {} is installed and fetching one was refused; install Python {} and try again".format(
            " or ".join(PYTHONS), PYTHONS[0]
        ),
        show=False,
    )


def installed_pythons(uv, version):
    """Yield interpreters of one version: the running one, those of pyenv, then what uv finds."""
    if "{}.{}".format(*sys.version_info) == version:
        yield getattr(sys, "_base_executable", sys.executable)
    # A shim of pyenv answers only where its version is chosen, so the versions themselves are looked at.
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser(os.path.join("~", ".pyenv")))
    for folder in sorted(glob.glob(os.path.join(pyenv, "versions", version + ".*"))):
        yield os.path.join(folder, "bin", "python")
    find = [uv, "python", "find", "-q", "--no-project", "--system", "--no-python-downloads", version]
    found = subprocess.run(find, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if found.returncode == 0:
        yield found.stdout.decode().strip()


def usable(python):
    """Whether an interpreter starts and has a version that the pins allow."""
    if not os.path.exists(python):
        return False
    ask = [python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        answer = subprocess.run(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings(), check=False)
    except OSError:
        return False
    return answer.stdout.decode().strip() in PYTHONS


def install(uv, *arguments):
    """Run one uv command that installs, or say in one line that it failed."""
    run_quietly(
        [uv, *arguments, "-q"],
        "the pinned packages could not be installed (see above); check network and disk space, then try again",
        variables=surroundings_of(uv),
    )


def lock(arguments):
    """Compile requirements.txt from pyproject.toml, keeping pins that still fit."""
    compile_ = ["pip", "compile", "pyproject.toml", "--all-extras", "--generate-hashes", "--no-header", "--universal"]
    target = ["--no-emit-index-url", "--python-version", PYTHONS[0], "-o", "requirements.txt", "-q"]
    uv = bootstrap()
    return subprocess.call([uv, *compile_, *target, *arguments], cwd=ROOT, env=surroundings_of(uv))


def check():
    """Run every check, also after one failed, and return how many failed (0 or 1)."""
    failed = []
    for tool, *arguments in CHECKS:
        name = " ".join([tool, *arguments])
        print("== {}".format(name), flush=True)
        if subprocess.call([installed(tool), *arguments], cwd=ROOT, env=surroundings()) != 0:
            failed.append(name)
    print("checks failed: {}".format(", ".join(failed)) if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def surroundings():
    """Return the environment variables for child processes, without another Python's paths."""
    foreign = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in os.environ.items() if name not in foreign}


def surroundings_of(uv):
    """Return the environment variables for uv, with the package index that pip is set to, if it is set to one."""
    variables = surroundings()
    if "UV_DEFAULT_INDEX" in variables or "UV_INDEX_URL" in variables:
        return variables
    ask = [os.path.join(os.path.dirname(uv), os.path.basename(program("", "python"))), "-m", "pip"]
    asked = subprocess.run(
        ask + ["config", "get", "global.index-url"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    index = variables.get("PIP_INDEX_URL") or asked.stdout.decode().strip()
    if index:
        variables["UV_DEFAULT_INDEX"] = index
    return variables


def run_quietly(command, failure, show=True, variables=None):
    """Run a command without its output; where it fails, show what it said and raise the one line given."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=variables or surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise SetupError("{} ({})".format(failure, error))
    if done.returncode != 0:
        if show:
            sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SetupError(failure)


def replace_by(*command):
    """Let a program take this process's place; on Windows, which cannot, wait for it and return its status."""
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], command, surroundings())
    try:
        return subprocess.call(command, env=surroundings())
    except KeyboardInterrupt:
        return 130


def installed(name):
    """Return the path of a program in .venv."""
    return program(ENVIRONMENT, name)


def program(environment, name):
    """Return the path of a program in a virtual environment."""
    return os.path.join(environment, "Scripts", name + ".exe") if WINDOWS else os.path.join(environment, "bin", name)


def read(path):
    """Return a file's text, or nothing where there is no such file."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def say(text):
    """Tell the user on stderr, so that stdout stays the command's own."""
    print("start.py: {}".format(text), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
