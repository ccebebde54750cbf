"""How a job of a pipeline speaks: files, the log, and the job's summary."""

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from gitsm.cli.options import Context
from gitsm.cli.output import write_file
from gitsm.errors import GitsmError, OccupiedError, UnwritableError

MOST_SUMMARY = 250_000
"""Of a job's summary GitHub takes 1 MiB: a UTF-16 unit is three bytes of UTF-8 at most."""


def must_be_free(into: Path) -> None:
    """Refuse a folder that has something in it.

    Raises:
        OccupiedError: when it has.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise OccupiedError(str(into))


def leave(into: Path, files: Mapping[str, str], last: str) -> None:
    """Write files into a folder; the one that says what was judged comes last: a job that is cut off leaves no verdict.

    Raises:
        OccupiedError: when something is there.
        UnwritableError: when it cannot be written.
    """
    must_be_free(into)
    for name, text in sorted(files.items(), key=lambda each: each[0] == last):
        try:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableError(str(into), (error.strerror or str(error)).lower()) from error
        write_file(into / name, text)


def speak(context: Context, log: str, annotations: str = "") -> None:
    """Write to the log; a runner takes lines of it for orders, and is told to listen to none but the annotations."""
    if "GITHUB_ACTIONS" not in os.environ:
        context.emit(log)
        return
    word = secrets.token_hex(16)
    context.emit(f"::stop-commands::{word}\n{log.rstrip()}\n::{word}::\n")
    if annotations:
        context.emit(annotations)


def summarise(context: Context, write: Callable[[], str]) -> None:
    """Write the job's summary, where the forge has one; what the job found does not depend on it."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        text = write()
        shown = text if len(text) <= MOST_SUMMARY else text[:MOST_SUMMARY].rpartition("\n")[0] + "\n"
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(shown)
    except OSError as error:
        context.say(f"the job's summary was not written: {(error.strerror or str(error)).lower()}")
    except GitsmError as error:
        context.say(f"the job's summary was not written: {error.message}")
