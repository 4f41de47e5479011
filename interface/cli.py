"""The command line: ``zonereform``."""

from importlib.metadata import version
from typing import Annotated

import typer

main = typer.Typer(no_args_is_help=True, add_completion=False)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"zonereform {version('zonereform')}")
        raise typer.Exit


@main.callback()
def zonereform(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Simulate the reform of development zones."""
