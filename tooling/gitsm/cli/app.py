"""The group of all verbs; each one is imported when it is called."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from gitsm import __version__
from gitsm.cli.verbs import VERBS, Verb, overview, overview_of
from gitsm.cli.warm import Look
from gitsm.errors import UnknownVerbError, UsageError


class Group(click.Group):
    """Verbs of a table; each one is imported when it is called.

    Args:
        name: the word before them.
        table: the verbs.
    """

    def __init__(self, name: str, table: Mapping[str, Verb]) -> None:
        super().__init__(name, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """List the verbs in the order of the help."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's
        """Import a verb, or look at the table of those below a word."""
        verb = self.table.get(cmd_name)
        if verb is None:
            return None
        if verb.below is not None:
            return Group(cmd_name, verb.below)
        command: click.Command = import_module(verb.module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or say which one was meant."""
        name = args[0]
        if name not in self.table and not name.startswith("-") and not ctx.resilient_parsing:
            raise UnknownVerbError(
                name, tuple(get_close_matches(name, self.table, n=2, cutoff=0.7)), "" if self is group else self.name
            )
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  # click's
        """Offer the verbs without importing them."""
        known = self.table.items()
        return [CompletionItem(name, help=verb.summary) for name, verb in known if name.startswith(incomplete)]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """Print the same overview as the door does."""
        formatter.write(overview() if self is group else overview_of(self.name or ""))


group = Group("gitsm", VERBS)
click.version_option(__version__, message="gitsm %(version)s")(group)


def run(arguments: Sequence[str], look: Look | None = None) -> int:
    """Run a verb and return its exit status.

    Args:
        arguments: the words that follow the program's name.
        look: what was seen of the files on the way here.

    Raises:
        UsageError: when the arguments are wrong.
        KeyboardInterrupt: when the user stops it.
    """
    try:
        status = group.main(
            list(arguments), prog_name="gitsm", complete_var="_GITSM_COMPLETE", standalone_mode=False, obj=look
        )
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.NoSuchOption as error:
        near = [name for name in error.possibilities or () if name in get_close_matches(error.option_name, [name])]
        raise UsageError(f"no option {error.option_name}", _hint(error, near)) from None
    except click.UsageError as error:
        raise UsageError(_sentence(error.format_message()), _hint(error, ())) from None
    except click.ClickException as error:
        raise UsageError(_sentence(error.format_message()), None) from None
    return status if isinstance(status, int) else 0


def _hint(error: click.UsageError, near: Sequence[str]) -> str:
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"{error.ctx.command_path if error.ctx else 'gitsm'} --help says how it is used"


def _sentence(text: str) -> str:
    first, _, rest = text.strip().partition(" ")
    return (first.lower() if first.istitle() else first) + (f" {rest}" if rest else "").rstrip(".")
