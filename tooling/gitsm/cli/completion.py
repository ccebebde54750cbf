"""`gitsm completion`: the completion script of a shell."""

import click
from click.shell_completion import get_completion_class

from gitsm.cli.app import group
from gitsm.cli.options import Context, verb


@verb(
    at=False,
    examples="""
    eval "$(gitsm completion bash)"                                   in ~/.bashrc
    eval "$(gitsm completion zsh)"                                    in ~/.zshrc
    gitsm completion fish > ~/.config/fish/completions/gitsm.fish
    """,
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def command(context: Context, shell: str) -> None:
    """Print the completion script of SHELL."""
    found = get_completion_class(shell)
    assert found is not None, "click completes every shell of the choice"
    script = found(group, {}, "gitsm", "_GITSM_COMPLETE")
    # Not `script.source()`: for bash that starts a shell to look at its version.
    context.emit(script.source_template % script.source_vars())
