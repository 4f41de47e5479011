"""How failures end: wrong input with one line a fault and status 2, anything else with one line and status 1."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from typer import Abort
from typer.exceptions import TyperException

from interface.command_tree import language_of
from interface.words import say

WRONG_INPUT, FAILED, INTERRUPTED = 2, 1, 130


@contextmanager
def guarded(debug: bool) -> Iterator[None]:
    """Turn exceptions into lines on stderr and an exit status; with ``debug`` the traceback stays."""
    try:
        yield
    except TyperException as error:
        print(told(error.format_message()), file=sys.stderr)  # one line; a command without its subcommand: its help
        sys.exit(error.exit_code)
    except (Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; there is nobody to tell
        sys.exit(FAILED)
    except Exception as error:
        if faults := faults_of(error):
            print(*(told(str(fault)) for fault in faults), sep="\n", file=sys.stderr)
            sys.exit(WRONG_INPUT)
        if debug:
            raise
        language = language_of(sys.argv[1:])
        text = " ".join(str(error).split()) or type(error).__name__
        print(say("failed", language, error=text, hint=say("hint", language)), file=sys.stderr)
        sys.exit(FAILED)


def told(line: str) -> str:
    """Return a refusal in the language of the command line."""
    if language_of(sys.argv[1:]) == "en":
        return line
    from interface.words_of_refusals import refusal_in_chinese  # noqa: PLC0415

    return refusal_in_chinese(line)


def faults_of(error: Exception) -> list[object]:
    """Return the faults of wrong input, one a line; none where the failure is another."""
    from scenarios.evidence import EvidenceError, UnknownFigureError  # noqa: PLC0415  # a help text needs none of it
    from scenarios.strict_yaml import ScenarioError  # noqa: PLC0415
    from sim.store.errors import WrongRequestError  # noqa: PLC0415

    if isinstance(error, (ScenarioError, EvidenceError)):
        return list(error.faults)
    return [error] if isinstance(error, (UnknownFigureError, WrongRequestError)) else []
