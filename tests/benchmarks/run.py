"""Measures gitsm against others: `python -m tests.benchmarks.run --peers FOLDER`; see README.md beside this file."""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.branches import branch_out
from tests.benchmarks.generate import generate
from tests.benchmarks.measure import Case, Cost, bench_environment, interleaved

_HERE: Final = Path(__file__).parent
_TOP: Final = _HERE.parents[1]
_SCHEMAS: Final = _TOP / "schemas" / "json"
_GITSM: Final = str(Path(sys.executable).with_name("gitsm"))
PARTS: Final = ("start", "cold", "large", "warm", "impact", "open", "gate")
_NONE: Final = "refs/heads/none/*"
_ALL: Final = "refs/heads/open/*"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where things are.

    Attributes:
        work: the folder of the generated repositories and of the cache.
        peers: the folder with the other tools; None without them.
    """

    work: Path
    peers: Path | None

    @property
    def cache(self) -> Path:
        """What gitsm remembers."""
        return self.work / "cache"

    def repository(self, records: int) -> Path:
        """Make a repository, once."""
        folder = self.work / f"r{records}"
        if not folder.exists():
            sys.stderr.write(f"making {folder}\n")
            generate(folder, records)
        return folder

    def forget(self) -> None:
        """Let gitsm start from nothing."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def lay_answers_aside(self) -> None:
        """Let gitsm forget what it said, not what it knows of trees."""
        shutil.rmtree(self._aside, ignore_errors=True)
        (self.cache / "gitsm" / "answers").rename(self._aside)

    def take_answers_back(self) -> None:
        """Let gitsm know again what it said."""
        shutil.rmtree(self.cache / "gitsm" / "answers", ignore_errors=True)
        self._aside.rename(self.cache / "gitsm" / "answers")

    @property
    def _aside(self) -> Path:
        return self.cache / "aside"

    def python(self, script: str, *words: str) -> list[str]:
        """Run a peer in Python."""
        assert self.peers is not None
        return [str(self.peers / "venv/bin/python"), str(_HERE / "peers" / script), *words]


def validators(bench: Bench, folder: Path, status: int = 0) -> Iterator[Case]:
    """List what validates every file of a repository."""
    yield Case("gitsm check, cold", [_GITSM, "check"], folder, status, bench.forget)
    if bench.peers is None:
        return
    files = [str(path) for root in ("catalog", "cmdb") for path in sorted((folder / root).rglob("*.yaml"))]
    script = str(bench.peers / "ajv.mjs")
    yield Case("ajv 8 + js-yaml 5", ["node", script, str(_SCHEMAS), str(folder)], folder, status)
    yield Case("PyYAML C + pydantic", bench.python("naive_check.py", "pyyaml", str(folder)), folder, status)
    words = bench.python("naive_check.py", "ruamel", str(folder))
    yield Case("ruamel.yaml + pydantic", words, folder, status, once=True)
    yield Case("yamale", bench.python("yamale_check.py", str(folder)), folder, status)
    words = [str(bench.peers / "venv/bin/check-jsonschema"), "--schemafile", str(_SCHEMAS / "record.json"), *files]
    yield Case("check-jsonschema", words, folder, status, once=True)


def _cold(bench: Bench) -> Sequence[Case]:
    return list(validators(bench, bench.repository(10_000)))


def _large(bench: Bench) -> Sequence[Case]:
    folder = bench.repository(100_000)
    return [case for case in validators(bench, folder) if case.name.startswith(("gitsm", "ajv", "PyYAML"))]


def _start(bench: Bench) -> Sequence[Case]:
    folder = bench.repository(1_000)
    return [
        Case("python -c pass", [sys.executable, "-c", "pass"], folder),
        Case("gitsm --help", [_GITSM, "--help"], folder),
    ]


def _warm(bench: Bench) -> Sequence[Case]:
    cases = [Case("python -c pass", [sys.executable, "-c", "pass"], bench.work)]
    for records in (10_000, 100_000):
        folder = bench.repository(records)
        check = [_GITSM, "check"]
        _checked_once(bench, folder)
        cases.append(Case(f"{records:,} files, none changed", check, folder))
        cases.append(Case(f"{records:,} files, a commit that was checked", [*check, "--at", "main"], folder))
        other = [*check, "--at", "change"]
        name = f"{records:,} files, a commit with 10 others"
        cases.append(Case(name, other, folder, before=bench.lay_answers_aside, after=bench.take_answers_back))
        for changed in (10, 1_000):
            edit, restore = _edits(folder, changed)
            cases.append(Case(f"{records:,} files, {changed:,} changed", check, folder, before=edit, after=restore))
    return cases


def _checked_once(bench: Bench, folder: Path) -> None:
    subprocess.run([_GITSM, "check"], cwd=folder, env=bench_environment(bench.cache), check=True, capture_output=True)


def _edits(folder: Path, count: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """Make the edit of some CIs and its undoing; the files keep their bytes, so git calls them clean again."""
    # An edit of a class is another case: it is judged with everything.
    every = sorted(path for path in (folder / "cmdb").rglob("*.yaml") if path.parent.name != "classes")
    files = every[:: len(every) // count][:count]
    texts = {path: path.read_text("utf-8") for path in files}

    def edit() -> None:
        for path, text in texts.items():
            path.write_text(f"{text}tags: [edited]\n", "utf-8")

    def restore() -> None:
        for path, text in texts.items():
            path.write_text(text, "utf-8")
        subprocess.run(["git", "update-index", "-q", "--refresh"], cwd=folder, check=True, capture_output=True)

    return edit, restore


def _impact(bench: Bench) -> Sequence[Case]:
    folder = bench.repository(100_000)
    words = [_GITSM, "impact", "main", "change", "--format", "json"]
    env = bench_environment(bench.cache)
    subprocess.run(words, cwd=folder, env=env, check=True, capture_output=True)
    cases = [
        Case("python -c pass", [sys.executable, "-c", "pass"], folder),
        Case(
            "floor: Python, git diff-tree, git cat-file",
            [sys.executable, str(_HERE / "peers/floor_impact.py"), str(folder), "main", "change"],
            folder,
        ),
        Case("gitsm impact, base seen before, nothing differs", [*words[:2], "main", "main", *words[4:]], folder),
        Case("gitsm impact, base seen before", words, folder),
        Case("gitsm impact, cold", words, folder, before=bench.forget, once=True),
    ]
    if bench.peers is not None:
        naive = bench.python("naive_impact.py", str(folder), "main", "change")
        cases.append(Case("GitPython + PyYAML C + networkx", naive, folder, once=True))
    return cases


def _branched(bench: Bench) -> Path:
    """Make a repository of 10,000 records with 1,000 branches, once."""
    folder = bench.repository(10_000)
    if not (folder / ".git" / "open").exists():
        branch_out(folder, 10_000, 1_000)
        (folder / ".git" / "open").touch()
    return folder


def _open(bench: Bench) -> Sequence[Case]:
    folder = _branched(bench)

    def words(head: str, asked: str) -> list[str]:
        return [_GITSM, "change", "conflicts", "main", head, "--open-changes", asked]

    return [
        Case("no other change (both trees are read)", words("open/0000", _NONE), folder),
        Case("100 others", words("open/0000", "refs/heads/open/01*"), folder),
        Case("1,000 others, one CI of another version", words("open/0000", _ALL), folder),
        Case("1,000 others, one CI that hangs on other things", words("open/0006", _ALL), folder, 1),
        Case("1,000 others, ten CIs of ten products", words("change", _ALL), folder, 1),
    ]


def _gate(bench: Bench) -> Sequence[Case]:
    folder = _branched(bench)

    def case(name: str, head: str, asked: str) -> Case:
        # Nobody agreed to any of them, and most have no change record: refused.
        words = [_GITSM, "gate", "main", head, "--as-of", "2026-11-24T12:00Z", "--open-changes", asked]
        return Case(name, words, folder, 1)

    return [
        case("no other change", "open/0000", _NONE),
        case("1,000 others, one CI of another version", "open/0000", _ALL),
        case("1,000 others, one CI that hangs on other things", "open/0006", _ALL),
        case("1,000 others, a plan with a time", "open/0009", _ALL),
        case("1,000 others, ten CIs of ten products", "change", _ALL),
    ]


_PARTS: Final = {
    "start": _start,
    "cold": _cold,
    "large": _large,
    "warm": _warm,
    "impact": _impact,
    "open": _open,
    "gate": _gate,
}


def prove(bench: Bench) -> None:
    """See that every validator takes what is right and refuses a record without an owner: who does not look is fast."""
    folder = bench.work / "proof"
    shutil.rmtree(folder, ignore_errors=True)
    generate(folder, 200)
    interleaved([*validators(bench, folder)], 1, bench_environment(bench.cache))
    bad = next(iter(sorted((folder / "cmdb").rglob("*-host-0.yaml"))))
    bad.write_text("".join(line for line in bad.open() if not line.startswith("owner:")))
    interleaved([*validators(bench, folder, status=1)], 1, bench_environment(bench.cache))


def table(cases: Sequence[Case], found: dict[str, Cost]) -> str:
    """Write what was measured, the first case as the measure of the others."""
    lines = ["| what | CPU s | wall s | peak MiB | CPU, first = 1 |", "| --- | --- | --- | --- | --- |"]
    first = found[cases[0].name].median()[0]
    for case in cases:
        cpu, wall, peak = found[case.name].median()
        lines.append(f"| {case.name} | {cpu:.3f} | {wall:.3f} | {peak:.0f} | {cpu / first:.2f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure what was asked for and write tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; everything unless given")
    parser.add_argument("--peers", type=Path, help="folder with node_modules and venv; without it gitsm runs alone")
    parser.add_argument("--work", type=Path, default=_TOP / "build" / "benchmarks", help="where repositories are made")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the single runs, too")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    bench = Bench(given.work.resolve(), given.peers.resolve() if given.peers else None)
    if bench.peers is not None:
        # A module of node looks for others where it lies.
        shutil.copy(_HERE / "peers" / "ajv.mjs", bench.peers / "ajv.mjs")
        prove(bench)
    every = {}
    for part in given.parts or PARTS:
        cases = _PARTS[part](bench)
        found = interleaved(cases, given.rounds, bench_environment(bench.cache))
        sys.stdout.write(f"### {part}\n\n{table(cases, found)}\n")
        sys.stdout.flush()
        every[part] = {name: {"cpu": cost.cpu, "wall": cost.wall, "peak": cost.peak} for name, cost in found.items()}
    if given.json:
        given.json.write_text(json.dumps(every, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
