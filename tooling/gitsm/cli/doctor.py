"""`gitsm doctor`: what is missing or wrong around the catalogue."""

from datetime import UTC
from typing import TYPE_CHECKING

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import NotARepositoryError
from gitsm.render import escape
from gitsm.render.terminal import paint, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gitsm.forge.doctor import Diagnosis
    from gitsm.render.terminal import Style
    from gitsm.sources.repository import Repository

_STYLES: "dict[str, Style]" = {"fine": "good", "note": "note", "warning": "warning", "error": "error"}


@verb(formats=("text", "json"), at=False, as_of=True, examples="gitsm doctor")
def command(context: Context) -> int:
    """Say what is missing or wrong around the catalogue, and what mends it.

    It looks at git, the ignore files, who is asked and who may approve, the pipelines, the hooks and the editor's
    settings. Exit status 1 means that something is wrong; what is only missing gives 0.
    """
    from gitsm.forge.doctor import State, examine
    from gitsm.forge.surroundings import facts

    found = examine(facts(context.root, context.source(), _repository(context), context.as_of.astimezone(UTC).date()))
    context.emit(_json(found) if context.format == "json" else _text(found))
    return FINDINGS if any(one.state is State.ERROR for one in found) else FINE


def _repository(context: Context) -> "Repository | None":
    try:
        return context.repository
    except NotARepositoryError:
        return None


def _text(found: "Iterable[Diagnosis]") -> str:
    lines = []
    for one in found:
        word = one.state.value
        lines.append(f"{paint(f'{word:>7}', _STYLES[word])}  {printable(one.message)}")
        lines += [f"         {paint('hint:', 'hint')} {printable(one.remedy)}"] if one.remedy else []
    return "\n".join(lines)


def _json(found: "Iterable[Diagnosis]") -> str:
    rows = [{"id": one.id, "state": one.state.value, "message": one.message, "remedy": one.remedy} for one in found]
    return escape.json({"schema": "gitsm/doctor/v1", "diagnoses": rows})
