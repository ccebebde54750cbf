"""The verbs as the manual describes them."""

import inspect
from collections.abc import Iterator
from importlib import import_module

import click

from gitsm.cli.verbs import commands
from gitsm.publish.manual import VerbManual


def verbs() -> Iterator[VerbManual]:
    """Describe every verb, from its own help."""
    for name, verb in commands().items():
        command: click.Command = import_module(verb.module).command
        context = click.Context(command, info_name=f"gitsm {name}")
        records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
        yield VerbManual(
            name,
            verb.summary,
            " ".join(command.collect_usage_pieces(context)),
            tuple(" ".join(each.split()) for each in inspect.cleandoc(command.help or "").split("\n\n")),
            tuple(line.strip() for line in str(getattr(command, "examples", "")).strip().splitlines()),
            tuple(record for record in records if record is not None),
        )
