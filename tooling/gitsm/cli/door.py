"""The door of the command line: whatever happens inside, a shell gets a sentence and a status."""

# Imports no more than it needs to print the overview: every millisecond here is spent in every run.
import gc
import os
import sys

from gitsm import __version__

_NEW_OBJECTS = 20_000
"""So many come before garbage is looked for: the code of a verb alone is more than the usual 700, many times over."""
FINE, FINDINGS, UNUSABLE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: list[str] | None = None) -> int:
    """Run gitsm and return its exit status.

    Args:
        arguments: what follows the program's name; those of this process when not given.
    """
    _speak_utf8()
    if arguments is None:  # the whole process is this run
        gc.set_threshold(_NEW_OBJECTS)
        if sys.argv[1:2] == ["check"]:
            gc.disable()  # it reads, judges and ends: next to no garbage goes in circles, and to look takes long
    try:
        status = _guarded(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who read our output has left; what they have not read they did not judge, so this is no success.
        _drop_output()
        return FINDINGS
    except OSError as error:
        _drop_output()
        _complain(f"cannot write the result: {(error.strerror or str(error)).lower()}", None)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        if arguments is None:
            gc.freeze()  # the interpreter would look through everything once more when it ends
    return status


def _guarded(arguments: list[str]) -> int:
    try:
        return _run(arguments)
    except OSError as error:
        if error.filename is None:
            raise  # it was our own output
        _complain(f"{error.filename}: {(error.strerror or str(error)).lower()}", None)
        return UNUSABLE
    except Exception as error:  # noqa: BLE001  # the last line of defence: no traceback reaches the user
        from gitsm.errors import GitsmError

        if isinstance(error, GitsmError):
            _complain(error.message, error.hint)
            return UNUSABLE
        _complain(*_bug(error))
        return BUG


def _run(arguments: list[str]) -> int:
    look = None
    if "_GITSM_COMPLETE" not in os.environ:
        first = arguments[0] if arguments else None
        if first == "check":
            from gitsm.cli.warm import Look, say_again

            look = Look()
            status = say_again(arguments[1:], look)
            if status is not None:
                return status
        if first in {None, "--help", "-h", "help"} and len(arguments) < 2:  # noqa: PLR2004  # nothing follows
            from gitsm.cli.verbs import overview

            (sys.stderr if first is None else sys.stdout).write(overview())
            return UNUSABLE if first is None else FINE
        if first == "--version":
            sys.stdout.write(f"gitsm {__version__}\n")
            return FINE
        if first == "help":
            arguments = [*arguments[1:2], "--help"]
    from gitsm.cli.app import run

    return run(arguments, look)


def _speak_utf8() -> None:
    # A locale of ASCII, or a lone surrogate from YAML, must not end the program (security.md §5).
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a test may have put another stream there
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _complain(message: str, hint: str | None) -> None:
    from contextlib import suppress

    from gitsm.render.terminal import for_errors, paint, printable

    text = f"{paint('error:', 'error')} {printable(message)}\n"
    if hint:
        text += f"{paint('hint:', 'hint')} {printable(hint, chr(10))}\n"
    with suppress(OSError):  # nobody may be listening; the status says it, too
        sys.stderr.write(for_errors(text))
        sys.stderr.flush()


def _bug(error: Exception) -> tuple[str, str]:
    import platform
    import traceback

    frames = traceback.extract_tb(error.__traceback__)[-8:]
    where = [f"  {'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} in {frame.name}" for frame in frames]
    about = f"  gitsm {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return (
        f"gitsm has a bug: {type(error).__name__}: {error}",
        "\n".join(("please report it to gitsm's issue tracker, with the command and these lines", about, *where)),
    )


def _drop_output() -> None:
    # Python flushes standard output once more when it ends, and would complain there.
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
