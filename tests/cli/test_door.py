import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gitsm import __version__
from gitsm.cli.verbs import VERBS
from tests.support.program import environment, gitsm

WITH_OWN_VERB = """
import sys
from gitsm.cli.verbs import VERBS, Verb
VERBS["own"] = Verb("own_verb", "of the test")
from gitsm.cli.door import main
sys.exit(main())
"""


def own(tmp_path: Path, body: str) -> dict[str, str]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    (tmp_path / "own_verb.py").write_text(
        f"from gitsm.cli.options import verb\n@verb()\ndef command(context):\n{lines}", encoding="utf-8"
    )
    return {"PYTHONPATH": str(tmp_path)}


def test_help_lists_every_verb() -> None:
    done = gitsm("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    for name, verb in VERBS.items():
        assert f"  {name} " in done.stdout
        assert verb.summary in done.stdout
    assert gitsm("-h").stdout == gitsm("help").stdout == done.stdout


def test_version() -> None:
    assert gitsm("--version").stdout == f"gitsm {__version__}\n"


def test_help_and_completion_load_next_to_nothing() -> None:
    heavy = ["click", "pydantic", "git", "ruamel", "yaml", "rich", "jinja2", "mkdocs"]
    heavy += ["typing", "subprocess", "dataclasses", "json", "re"]
    code = f"import sys; from gitsm.cli.door import main; main(); print([n for n in {heavy} if n in sys.modules])"
    # What the interpreter itself brings along on this machine does not count.
    bare = gitsm(code=f"import sys; print([n for n in {heavy} if n in sys.modules])")
    done = gitsm("--help", code=code)
    assert done.stdout.splitlines()[-1] == bare.stdout.strip()


def test_completing_a_verb_imports_no_verb() -> None:
    last = "import sys, atexit; atexit.register(lambda: print('pydantic' in sys.modules))"
    code = f"{last}; from gitsm.cli.door import main; main()"
    env = {"_GITSM_COMPLETE": "bash_complete", "COMP_WORDS": "gitsm sch", "COMP_CWORD": "1"}
    assert gitsm(code=code, env=env).stdout.splitlines() == ["plain,schema", "False"]


def test_no_verb_is_a_usage_error_that_shows_the_verbs() -> None:
    done = gitsm()
    assert done.returncode == 2
    assert "completion" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["schemma"], "no verb schemma", "did you mean gitsm schema?"),
        (["xyzzy"], "no verb xyzzy", "gitsm --help lists them"),
        (["schema", "--witth-ids"], "no option --witth-ids", "did you mean --with-ids?"),
        (["schema", "servise"], "no kind servise", "did you mean service?"),
        (["schema", "--color", "red"], "invalid value for '--color'", "gitsm schema --help says how it is used"),
        (["completion"], "missing argument", "gitsm completion --help says how it is used"),
        (["schema\x1b[31m"], "no verb schema\\u001b[31m", "did you mean gitsm schema?"),
    ],
)
def test_wrong_usage_is_2_and_says_what_was_meant(arguments: list[str], message: str, hint: str) -> None:
    done = gitsm(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"error: {message}")
    assert f"hint: {hint}\n" in done.stderr


def test_help_of_a_verb_ends_with_examples() -> None:
    done = gitsm("schema", "--help")
    assert done.returncode == 0
    assert "\nExamples:\n  gitsm schema service" in done.stdout
    assert gitsm("help", "schema").stdout == done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    done = gitsm("completion", shell)
    assert done.returncode == 0
    assert f"_GITSM_COMPLETE={shell}_complete" in done.stdout


def test_a_bug_is_3_and_says_what_to_report(tmp_path: Path) -> None:
    done = gitsm("own", code=WITH_OWN_VERB, env=own(tmp_path, "return [][0]"))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert lines[0] == "error: gitsm has a bug: IndexError: list index out of range"
    assert lines[1].startswith("hint: please report it")
    assert f"gitsm {__version__}, Python 3." in lines[2]
    assert "own_verb.py:4 in command" in lines[-1]


def test_running_out_of_stack_is_a_bug_too(tmp_path: Path) -> None:
    done = gitsm("own", code=WITH_OWN_VERB, env=own(tmp_path, "def f():\n    f()\nf()"))
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) < 15


def test_a_file_that_the_system_refuses_is_no_bug(tmp_path: Path) -> None:
    done = gitsm("own", code=WITH_OWN_VERB, env=own(tmp_path, "open('/nowhere/x')"))
    assert (done.returncode, done.stderr) == (2, "error: /nowhere/x: no such file or directory\n")


def test_ctrl_c_is_130_and_quiet(tmp_path: Path) -> None:
    # A shell's background job ignores Ctrl-C, and so would its children.
    body = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    body += "print('ready', flush=True)\nsignal.pause()"
    env = environment(**own(tmp_path, body))
    with subprocess.Popen(
        [sys.executable, "-c", WITH_OWN_VERB, "own"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read().strip() == b""


@pytest.mark.parametrize("line", ["context.emit('x')", "print('x' * 100_000)", "print('x')"])
def test_a_reader_who_leaves_hears_nothing_more_and_gets_no_success(tmp_path: Path, line: str) -> None:
    env = environment(**own(tmp_path, f"import sys\nsys.stdin.readline()\n{line}"))
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", WITH_OWN_VERB, "own"], env=env, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate(b"go\n")
    assert (process.returncode, errors) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_said() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123  # a device
        done = subprocess.run(
            [sys.executable, "-m", "gitsm", "--help"],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, b"error: cannot write the result: no space left on device\n")


def test_an_ascii_locale_and_half_characters_do_no_harm(tmp_path: Path) -> None:
    env = own(tmp_path, r"context.emit('Tromsø \ud800')" + "\n" + r"context.say('✓')")
    done = gitsm("own", code=WITH_OWN_VERB, env={**env, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert (done.returncode, done.stdout, done.stderr) == (0, "Tromsø \\ud800\n", "✓\n")


def test_colours_are_the_users_choice(tmp_path: Path) -> None:
    body = "from gitsm.render.terminal import paint\ncontext.emit(paint('x', 'error'))"
    env = own(tmp_path, body)
    painted = "\x1b[1;31mx\x1b[0m\n"
    assert gitsm("own", code=WITH_OWN_VERB, env=env).stdout == "x\n"
    assert gitsm("own", code=WITH_OWN_VERB, env={**env, "FORCE_COLOR": "1"}).stdout == painted
    assert gitsm("own", code=WITH_OWN_VERB, env={**env, "FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout == "x\n"
    assert gitsm("own", "--color", "always", code=WITH_OWN_VERB, env={**env, "NO_COLOR": "1"}).stdout == painted
