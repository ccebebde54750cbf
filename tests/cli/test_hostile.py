"""A catalogue full of what strangers might send: everything is told, nothing happens."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.support.catalogues import TEAM, files
from tests.support.hostile import RIGHT, Hostile, cases
from tests.support.program import environment, gitsm, unmeasured
from tests.support.repositories import git, repository, write

FEW = 300


@pytest.fixture(scope="module")
def sent() -> dict[str, Hostile]:
    """Every hostile file, by path."""
    return {f"cmdb/h-{number:04d}.yaml": case for number, case in enumerate(cases())}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sent: dict[str, Hostile]) -> Path:
    made = {path: case.raw.replace(b"{name}", path[5:-5].encode()) for path, case in sent.items()}
    return repository(
        tmp_path_factory.mktemp("hostile") / "r",
        [("sent", {**files(TEAM), **made, "cmdb/right.yaml": RIGHT.replace(b"{name}", b"right")})],
    )


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


def check(folder: Path, form: str) -> subprocess.CompletedProcess[str]:
    """Check as a job would that has a gigabyte and a minute; what was said before is not said again."""
    words = [sys.executable, "-m", "gitsm", "check", "--format", form, "--as-of", "2026-11-24"]
    return subprocess.run(
        words, cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False, preexec_fn=limited
    )


@pytest.fixture(scope="module")
def found(folder: Path) -> list[dict[str, Any]]:
    done = check(folder, "json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    findings: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return findings


def test_every_file_is_blamed_in_the_right_line(sent: dict[str, Hostile], found: list[dict[str, Any]]) -> None:
    assert len(sent) > FEW
    blamed: dict[str, list[int]] = {}
    for one in found:
        if one["severity"] == "error":
            blamed.setdefault(one["path"], []).append(one["line"])
    missed = [(case.family, path, case.raw[-60:]) for path, case in sent.items() if path not in blamed]
    assert missed == []
    beside = [
        (case.family, path, case.line, blamed[path][:3], case.raw[-60:])
        for path, case in sent.items()
        if case.line is not None and case.line not in blamed[path]
    ]
    assert beside == []
    assert "cmdb/right.yaml" not in {one["path"] for one in found}


def test_each_finding_says_what_to_do_and_no_file_fills_the_log(found: list[dict[str, Any]]) -> None:
    speechless = {one["rule"] for one in found if one["severity"] == "error" and not one["hint"]}
    assert speechless <= {"wrong-value", "wrong-type"}
    assert max(Counter(one["path"] for one in found).values()) <= 201
    assert max(len(one["message"]) for one in found) < 500


FORMS = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")


@pytest.mark.parametrize("form", FORMS)
def test_no_stranger_moves_the_cursor_or_gives_orders(folder: Path, form: str) -> None:
    done = check(folder, form)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for text in (done.stdout, done.stderr):
        odd = {char for char in text if not char.isprintable() and char != "\n"}
        assert odd == set()
        assert "##[" not in text
    orders = {line.split()[0] for line in done.stdout.splitlines() if line.lstrip().startswith("::")}
    assert orders <= ({"::error", "::warning", "::notice"} if form == "github" else set())
    if form in {"json", "gitlab", "sarif"}:
        json.loads(done.stdout)
    if form == "junit":
        ET.fromstring(done.stdout)
    if form == "markdown":
        assert len(done.stdout) < 65_536


def test_nothing_was_written_or_left_behind(folder: Path) -> None:
    assert git(folder, "status", "--porcelain") == ""


PATHS: list[tuple[bytes, str]] = [
    (b"cmdb/\xff.yaml", "name"),
    (b"cmdb/a\nb.yaml", "name"),
    (b"cmdb/\x1b[31m.yaml", "name"),
    (b"cmdb/::error::x.yaml", "name"),
    (b"cmdb/##[error]x.yaml", "name"),
    (b"cmdb/-rf.yaml", "name"),
    (b"cmdb/--output=x.yaml", "name"),
    (b"cmdb/aux.yaml", "Windows"),
    (b"cmdb/com1.yml", "Windows"),
    (b"cmdb/con/x.yaml", "Windows"),
    (b"cmdb/a b.yaml", "name"),
    (b"cmdb/$(id).yaml", "name"),
    (b"cmdb/`id`.yaml", "name"),
    ("cmdb/\u00e9.yaml".encode(), "name"),
    ("cmdb/e\u0301.yaml".encode(), "name"),
    ("cmdb/\u202e.yaml".encode(), "name"),
    (b"cmdb/" + b"x" * 230 + b".yaml", "name"),
    (b"cmdb/.hidden.yaml", "name"),
]


@pytest.mark.parametrize("at", [(), ("--at", "HEAD")], ids=["files", "revision"])
def test_odd_names_are_refused_one_by_one(tmp_path: Path, at: tuple[str, ...]) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    for path, _ in PATHS:
        name = Path(os.fsdecode(os.fsencode(folder) + b"/" + path))
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_bytes(b"kind: ci\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "odd")
    done = gitsm("check", "--format", "json", *at, cwd=folder)
    assert done.returncode == 1
    refused = [one for one in json.loads(done.stdout)["findings"] if one["rule"] == "refused-path"]
    assert len(refused) == len(PATHS)
    assert all(one["hint"] for one in refused)
    assert re.search("[^\n -~]", done.stdout.replace("\u00e9", "").replace("e\u0301", "")) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_one_finding(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    write(folder, {"cmdb/shut.yaml": "kind: ci\n"})
    (folder / "cmdb/shut.yaml").chmod(0)
    done = gitsm("check", cwd=folder)
    assert done.returncode == 1
    assert "unreadable-file" in done.stdout


def test_a_pipe_a_loop_and_a_door_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    (folder / "cmdb").mkdir()
    (folder / "cmdb/loop").symlink_to(folder / "cmdb")
    (folder / "cmdb/passwd.yaml").symlink_to("/etc/passwd")
    (folder / "cmdb/self.yaml").symlink_to(folder / "cmdb/self.yaml")
    (folder / "cmdb/own.yaml").symlink_to("/proc/self/environ")
    os.mkfifo(folder / "cmdb/pipe.yaml")
    done = gitsm("check", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.count("a link is not followed") == 4
    assert "root:" not in done.stdout + done.stderr


ENVIRONMENTS: tuple[dict[str, str], ...] = (
    {"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "/nowhere", "GIT_OBJECT_DIRECTORY": "/nowhere"},
    {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": "touch canary"},
    {
        "GIT_EXTERNAL_DIFF": "touch canary", "GIT_PAGER": "touch canary", "GIT_SSH_COMMAND": "touch canary",
        "PAGER": "touch canary", "GIT_TRACE": "/nowhere/x", "GIT_NAMESPACE": "x", "GIT_CEILING_DIRECTORIES": "/",
    },
    {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "LANG": "", "TERM": "dumb", "COLUMNS": "-5"},
    {"TZ": "Pacific/Kiritimati", "HOME": "/nowhere", "TMPDIR": "/nowhere", "PYTHONHASHSEED": "7"},
    {"XDG_CACHE_HOME": "/dev/null"},
)  # fmt: skip


def test_whatever_the_environment_says_the_answer_is_the_same(tmp_path: Path) -> None:
    text = TEAM.replace("name: Desk", "name: Desk\naliases: [Ærlig]\nnonsense: x")
    folder = repository(tmp_path / "r", [("one", files(text))])
    wanted = gitsm("check", "--format", "json", cwd=folder)
    assert wanted.returncode == 1
    for number, extra in enumerate(ENVIRONMENTS):
        env = {"XDG_CACHE_HOME": str(tmp_path / f"c{number}"), **extra}
        done = gitsm("check", "--format", "json", cwd=folder, env=env)
        assert (done.returncode, done.stdout, done.stderr) == (1, wanted.stdout, wanted.stderr), extra
    assert not list(tmp_path.rglob("canary"))


@pytest.mark.parametrize("most", [0, 100, 5_000])
def test_a_full_disk_only_costs_the_memory_of_what_was_said(tmp_path: Path, most: int) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    env = unmeasured(XDG_CACHE_HOME=str(tmp_path / "cache"), PYTHONDONTWRITEBYTECODE="1")
    for words in (["check"], ["impact", "HEAD"], ["check"]):
        command = [sys.executable, "-m", "gitsm", *words]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False, preexec_fn=full)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert all(".tmp-" not in path.name and path.stat().st_size <= most for path in kept)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_edit_that_is_cut_off_at_any_time_leaves_old_or_new(tmp_path: Path, how: signal.Signals) -> None:
    cis = "".join(
        f"---\nkind: ci\nid: c-{n:02d}\nname: C\nclass: server\nowner: desk\nenvironment: production\n"
        f"criticality: less_critical\nlifecycle: operational/in_use\ndepends_on: [ci:hub]\n"
        for n in range(30)
    )
    hub = "---\nkind: ci\nid: hub\nname: H\nclass: server\nowner: desk\nenvironment: production\n"
    hub += "criticality: less_critical\nlifecycle: operational/in_use\n"
    folder = repository(tmp_path / "r", [("one", files(cis + hub + TEAM))])
    # A shell's background job ignores Ctrl-C, and so would its children.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    words = [sys.executable, "-c", heard + "from gitsm.cli.door import main; main()", "rename", "ci:hub", "core"]
    for wait in (0.25, 0.5, 0.7, 0.9):
        git(folder, "checkout", "-q", "-f", "main")
        git(folder, "clean", "-fdq")
        with subprocess.Popen(words, cwd=folder, env=unmeasured(), stdout=-3, stderr=subprocess.PIPE) as process:
            try:
                _, said = process.communicate(timeout=wait)
            except subprocess.TimeoutExpired:
                process.send_signal(how)
                _, said = process.communicate()
        assert b"Traceback" not in said
        # The next edit finishes what was begun; after that there is the one or the other, whole.
        gitsm("fmt", cwd=folder)
        named = {
            name for path in (folder / "cmdb").glob("*.yaml") for name in re.findall(r"ci:(hub|core)", path.read_text())
        }
        assert len(named) == 1
        assert (folder / f"cmdb/{named.pop()}.yaml").exists()
        assert gitsm("check", cwd=folder).returncode == 0
