"""The program in this process: the same door, without the second a new process takes to start."""

import io
import os
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from gitsm.cli.door import main


def gitsm(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run gitsm in a folder; a test that is about processes or standard input starts one instead."""
    out, err = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(cwd)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main([str(one) for one in arguments])
    finally:
        os.chdir(before)
    return subprocess.CompletedProcess([*map(str, arguments)], status, out.getvalue(), err.getvalue())
