"""``zonereform completion``: what a shell needs to complete commands, options and names."""

from __future__ import annotations

from typing import Annotated

import typer

from interface.command_tree import SHELLS, completion_script
from interface.options import refuse_unknown


def completion(
    shell: Annotated[str, typer.Argument(help="The shell that you use.", metavar="|".join(SHELLS))],
) -> None:
    """Print what a shell needs to complete commands, options and names with the tab key.

    Example: source <(zonereform completion bash)
    """
    refuse_unknown("SHELL", shell, SHELLS)
    typer.echo(completion_script(shell))
