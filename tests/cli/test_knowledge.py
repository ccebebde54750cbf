"""gitsm knowledge on a repository with a history."""

import json
from pathlib import Path

from tests.support.catalogues import files
from tests.support.desk import DESK
from tests.support.inside import gitsm
from tests.support.repositories import commit, git, repository

# The tests' identity is tester@tern-ferries.example; a commit a day from 2026-01-01 on.
ARTICLE = DESK.replace("confidence: not_validated", "confidence: validated\nreviewed_by: tester").replace(
    "reviewed_at: 2026-09-14", "reviewed_at: 2026-01-01"
)


def test_history_tells_who_wrote_and_what_changed_since(tmp_path: Path) -> None:
    text = ARTICLE.replace("applies_to: [service:mail]", "applies_to: [ci:mail-cloud]")
    root = repository(tmp_path / "r", [("base", files(text))])
    told = json.loads(gitsm("knowledge", "--format", "json", "--as-of", "2026-11-24", cwd=root).stdout)
    (article,) = told["articles"]
    assert (article["alone"], article["stale"], article["overdue"]) == ("tester", [], None)

    path = "cmdb/mail-cloud.yaml"
    described = (root / path).read_text("utf-8") + "description: Mail.\n"
    commit(root, "describe", {path: described})
    commit(root, "upgrade", {path: described + "version: '2'\n"})
    told = json.loads(gitsm("knowledge", "--format", "json", "--as-of", "2026-11-24", cwd=root).stdout)
    assert told["articles"][0]["stale"] == [{"ref": "ci:mail-cloud", "altered": "2026-01-03"}]
    said = gitsm("knowledge", "--as-of", "2026-11-24", cwd=root).stdout
    assert "ci:mail-cloud was altered on 2026-01-03, after its review" in said
    assert "tester wrote and reviewed it; a second person is needed" in said
    assert "| --- | --- | --- |" in gitsm("knowledge", "--format", "markdown", cwd=root).stdout
    assert gitsm("knowledge", "--strict", cwd=root).returncode == 1

    mine = (root / "catalog" / "kb-mail-slow.yaml").read_text("utf-8").replace("the filter.", "the new filter.")
    (root / "catalog" / "kb-mail-slow.yaml").write_text(mine, "utf-8")
    git(root, "-c", "user.email=12+bo@users.noreply.github.example", "commit", "-qam", "second person")
    told = json.loads(gitsm("knowledge", "--format", "json", "--as-of", "2026-11-24", cwd=root).stdout)
    assert told["articles"][0]["alone"] is None


def test_without_git_it_says_what_it_does_not_know(tmp_path: Path) -> None:
    for name, text in files(DESK).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    done = gitsm("knowledge", "--all", "--as-of", "2026-11-24", cwd=tmp_path)
    assert done.returncode == 0
    assert "lacks: validated, complete, used" in done.stdout
    assert "1 articles in use, quality 45 of 100" in done.stdout
    assert "is not known" in done.stderr


def test_a_clone_that_is_cut_off_says_so(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", [("base", files(ARTICLE)), ("more", {"notes.txt": "x"})])
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    assert "this clone is cut off" in gitsm("knowledge", cwd=tmp_path / "clone").stderr
    assert "cut off" not in gitsm("knowledge", cwd=root).stderr
