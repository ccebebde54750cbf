"""gitsm suggest as a user runs it, on the example."""

import json
from pathlib import Path

import pytest

from tests.support.program import gitsm

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("gates refuse valid tickets", "knowledge_article:kb-gate-clock"),
        ("one mail address that our whole team reads", "knowledge_article:kb-mail-shared-box"),
        ("payments are taken but not confirmed", "knowledge_article:kb-payments-stuck-queue"),
        ("passenger was paid back two times", "knowledge_article:kb-refund-twice"),
    ],
)
def test_users_words_find_what_helps(words: str, best: str) -> None:
    shape = json.loads(gitsm("suggest", words, "--format", "json", cwd=PROJECT).stdout)
    assert shape["suggestions"][0]["ref"] == best


def test_a_file_is_read_and_so_is_standard_input(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("The VPN drops every few minutes.", "utf-8")
    said = gitsm("suggest", tmp_path / "mail.txt", "--root", PROJECT, cwd=tmp_path).stdout
    assert said.splitlines()[0].startswith("The VPN is slow or drops")
    assert "in its title: VPN, drops, every, minutes" in said


def test_markdown_is_a_table_of_inert_text() -> None:
    said = gitsm("suggest", "vpn <b>slow</b> | @amara ${{ x }}", "--format", "markdown", cwd=PROJECT).stdout
    assert said.startswith("### What may help\n\n| what | sort | why |")
    assert not {"@", "<b>", "${"} & set(said.split())


def test_nothing_fits_and_nothing_was_asked(tmp_path: Path) -> None:
    done = gitsm("suggest", "zebra", cwd=PROJECT)
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing fits" in done.stderr
    assert "Nothing that is written down fits." in gitsm("suggest", "zebra", "--format", "markdown", cwd=PROJECT).stdout
    done = gitsm("suggest", "  ", cwd=PROJECT)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "error: there is no word to search for")
    (tmp_path / "big").write_bytes(b"x" * (1 << 21))
    done = gitsm("suggest", tmp_path / "big", cwd=PROJECT)
    assert done.returncode == 2
    assert "more than 1 MiB" in done.stderr
