"""What a command costs: CPU and wall time, and the most memory it held."""

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.program import environment


@dataclass(frozen=True, slots=True)
class Case:
    """A command to measure.

    Attributes:
        name: what the table calls it.
        command: the words.
        folder: where it runs.
        status: the exit status that is right.
        before: what is done before each run and not measured.
        after: what is done after it.
        once: whether one run is enough, because it takes long.
    """

    name: str
    command: Sequence[str]
    folder: Path
    status: int = 0
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None
    once: bool = False


@dataclass(slots=True)
class Cost:
    """The costs of a case, one for each run; seconds and MiB."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)

    def median(self) -> tuple[float, float, float]:
        """Take the middle of CPU, wall and peak memory."""
        return statistics.median(self.cpu), statistics.median(self.wall), statistics.median(self.peak)


def interleaved(cases: Sequence[Case], rounds: int, env: Mapping[str, str]) -> dict[str, Cost]:
    """Run every case in turn, several times over, so that what else the machine does hits all alike."""
    found = {case.name: Cost() for case in cases}
    for number in range(rounds):
        for case in cases:
            if case.once and number:
                continue
            if case.before:
                case.before()
            cpu, wall, peak = _run(case, env)
            if case.after:
                case.after()
            cost = found[case.name]
            cost.cpu.append(cpu)
            cost.wall.append(wall)
            cost.peak.append(peak)
    return found


_STARTER = """
import os, sys, time
quiet = os.open(os.devnull, os.O_RDWR)
actions = [(os.POSIX_SPAWN_DUP2, quiet, number) for number in (0, 1, 2)]
began = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - began
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)
"""


def _run(case: Case, env: Mapping[str, str]) -> tuple[float, float, float]:
    """Run one command with its children; what it says is thrown away.

    A process inherits the peak of what starts it, so a small one does: it holds some 9 MiB.
    """
    words = [sys.executable, "-I", "-S", "-c", _STARTER, *map(str, case.command)]
    said = subprocess.run(words, cwd=case.folder, env=dict(env), stdout=subprocess.PIPE, check=True).stdout.split()
    status, cpu, wall, peak = int(said[0]), *map(float, said[1:])
    if status != case.status:
        command = " ".join(words[5:])[:300]
        raise RuntimeError(f"{case.name}: exit status {status}, not {case.status}: {command}")
    return cpu, wall, peak / 1024


def bench_environment(cache: Path) -> dict[str, str]:
    """The environment of a user who has run each tool once: modules are compiled, and the cache has a place."""
    env = environment(XDG_CACHE_HOME=str(cache), NO_COLOR="1")
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "GITHUB_ACTIONS"):
        env.pop(name, None)
    return env
