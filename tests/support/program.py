"""The program as a user starts it: another process, its own environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_TOP = Path(__file__).parents[2]
SEARCH = os.pathsep.join(str(_TOP / name) for name in ("schemas", "tooling"))


def environment(**extra: str) -> dict[str, str]:
    """The tests' environment with the package on its path."""
    path = os.pathsep.join(filter(None, (SEARCH, extra.pop("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1", **extra}


def unmeasured(**extra: str) -> dict[str, str]:
    """The same for a run that is cut off or has no disk: what measures the tests complains at its end."""
    return {key: value for key, value in environment(**extra).items() if not key.startswith("COVERAGE_")}


def gitsm(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None, code: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run gitsm; `code` stands in for `-m gitsm` where a test needs a program of its own."""
    start = ["-c", code] if code else ["-m", "gitsm"]
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        cwd=cwd,
        env=environment(**(env or {})),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
