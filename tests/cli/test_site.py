"""`gitsm site` as a user meets it: real repositories, real builds."""

import subprocess
import sys
from pathlib import Path
from socket import socket
from time import sleep
from urllib.request import urlopen

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import environment, gitsm
from tests.support.repositories import commit, repository, write

BEFORE = files(ci("db-one", name="Old database") + TEAM)
AFTER = files(ci("db-one", name="New database") + TEAM)
SETTINGS = """
site_name: Ours
docs_dir: docs
use_directory_urls: false
theme: {name: gitsm}
plugins: [{gitsm: {manual: false}}]
"""


def test_a_catalogue_without_settings_has_a_site(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    done = gitsm("site", "build", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "index.html" in done.stderr
    assert "Old database" in (root / "build" / "site" / "cmdb" / "db-one.html").read_text("utf-8")
    again = gitsm("site", "build", cwd=root)
    assert again.returncode == 0, again.stderr
    assert {path.name for path in (root / "build").iterdir()} == {"site"}


def test_mkdocs_by_itself_builds_the_same(tmp_path: Path) -> None:
    settings = SETTINGS.replace("manual: false", "manual: false, as_of: '2026-11-25T12:00:00Z'")
    root = repository(
        tmp_path / "ours",
        [("first", {**BEFORE, "site/mkdocs.yml": settings, "site/docs/ours.md": "# Ours\n\n[home](index.md)\n"})],
    )
    done = gitsm("site", "build", "--into", tmp_path / "one", "--as-of", "2026-11-25T12:00:00Z", cwd=root)
    assert done.returncode == 0, done.stderr
    words = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", "site/mkdocs.yml", "-d", str(tmp_path / "two")]
    subprocess.run(words, check=True, cwd=root, env=environment())
    one, two = (
        {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (tmp_path / "one", tmp_path / "two")
    )
    assert "ours.html" in one
    assert one == two


def test_files_that_would_do_something_are_named_and_not_published(tmp_path: Path) -> None:
    quiet = '<svg xmlns="http://www.w3.org/2000/svg"><style>a{fill:url(#b)}</style><a href="#b"/></svg>'
    mine: dict[str, str | bytes | None] = {
        "site/mkdocs.yml": SETTINGS,
        "site/docs/fine.svg": quiet,
        "site/docs/fine.txt": "x",
        "site/docs/page.html": "<script>alert(1)</script>",
        "site/docs/code.js": "alert(1)",
        "site/docs/_headers": "/*\n  X: y\n",
        "site/docs/CNAME": "evil.example",
        "site/docs/a.svg": quiet.replace("<a ", "<script>alert(1)</script><a "),
        "site/docs/b.svg": quiet.replace('"#b"', '"https://evil.example/"'),
        "site/docs/c.svg": quiet.replace("url(#b)", "url(https://evil.example/)"),
        "site/docs/d.svg": quiet.replace("<a ", '<a onclick="alert(1)" '),
    }
    root = repository(tmp_path / "ours", [("first", {**BEFORE, **mine})])
    (root / "site" / "docs" / "passwd.txt").symlink_to("/etc/passwd")
    done = gitsm("site", "build", "--into", tmp_path / "one", cwd=root)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "one").iterdir() if path.is_file()}
    assert {"fine.svg", "fine.txt"} <= names
    for path in ("page.html", "code.js", "_headers", "CNAME", "a.svg", "b.svg", "c.svg", "d.svg", "passwd.txt"):
        assert path not in names
        assert f"{path}: not published: " in done.stderr


def test_a_style_sheet_that_the_settings_name_is_published(tmp_path: Path) -> None:
    mine: dict[str, str | bytes | None] = {
        "site/mkdocs.yml": SETTINGS + "extra_css: [brand.css]\nextra_javascript: [ours.js]\n",
        **dict.fromkeys(("site/docs/brand.css", "site/docs/other.css", "site/docs/ours.js", "site/docs/theirs.js"), ""),
    }
    root = repository(tmp_path / "ours", [("first", {**BEFORE, **mine})])
    done = gitsm("site", "build", "--into", tmp_path / "one", cwd=root)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "one").glob("*.css")} == {"brand.css"}
    assert {"ours.js"} == {path.name for path in (tmp_path / "one").glob("*s.js")}
    assert "other.css: not published: " in done.stderr
    assert 'href="../brand.css"' in (tmp_path / "one" / "cmdb" / "db-one.html").read_text("utf-8")


def test_a_page_by_hand_is_shown_without_what_would_run(tmp_path: Path) -> None:
    text = (
        "# Ours\n\n[home](index.md) ![p](p.png) <script>alert(1)</script> <img src=//evil.example/b.png>\n\n"
        "| a | b |\n|--:|---|\n| 1 | 2 |\n\n## Content\n\n[there](#content)\n"
    )
    mine: dict[str, str | bytes | None] = {
        "site/mkdocs.yml": SETTINGS,
        "site/docs/ours.md": text,
        "site/docs/p.png": b"PNG",
    }
    root = repository(tmp_path / "ours", [("first", {**BEFORE, **mine})])
    done = gitsm("site", "build", "--into", tmp_path / "one", cwd=root)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "one" / "ours.html").read_text("utf-8")
    for kept in ('<a href="index.html">home</a>', 'src="p.png"', 'style="text-align: right;"', '<h2 id="content">'):
        assert kept in page
    assert "alert(1)" not in page
    assert "evil.example" not in page


def test_a_warning_names_the_file_that_somebody_can_mend(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "ours",
        [("first", {**BEFORE, "site/mkdocs.yml": SETTINGS, "site/docs/ours.md": "# Ours\n\n[gone](nowhere.md)\n"})],
    )
    done = gitsm("site", "build", "--into", tmp_path / "one", cwd=root)
    assert "ours.md" in done.stderr
    assert "nowhere.md" in done.stderr


def test_the_past_is_published_with_a_banner(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    commit(root, "second", AFTER)
    done = gitsm("site", "build", "--at", "HEAD~1", "--into", tmp_path / "past", cwd=root)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "past" / "cmdb" / "db-one.html").read_text("utf-8")
    assert "Old database" in text
    assert "This is the past: HEAD~1, as it stood on Thu 1 Jan 2026" in text


def test_a_page_written_by_hand_wins_and_settings_come_from_the_folder(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "ours", [("first", {**BEFORE, "site/mkdocs.yml": "site_dir: /nowhere\nplugins: []\n"})]
    )
    commit(
        root, "second", {"site/mkdocs.yml": SETTINGS, "site/docs/cmdb/db-one.md": "# By hand\n\n[home](../index.md)\n"}
    )
    done = gitsm("site", "build", "--at", "HEAD~1", cwd=root)
    assert done.returncode == 0, done.stderr
    text = (root / "build" / "site" / "cmdb" / "db-one.html").read_text("utf-8")
    assert "By hand" in text
    assert "Old database" not in text
    assert 'href="../index.html"' in text


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("years of work")
    for words in (("build", "--into"), ("render", "--out")):
        done = gitsm("site", *words, tmp_path / "full", cwd=root)
        assert done.returncode == 2
        assert "full" in done.stderr
    assert (tmp_path / "full" / "thesis.txt").read_text() == "years of work"


def test_settings_that_do_not_ask_for_the_pages_are_refused(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "ours", [("first", {**BEFORE, "site/mkdocs.yml": "site_name: Ours\n", "site/docs/a.md": "a"})]
    )
    done = gitsm("site", "build", cwd=root)
    assert done.returncode == 2
    assert "does not ask for the plugin gitsm" in done.stderr


def test_pages_for_another_generator(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    done = gitsm("site", "render", "--out", tmp_path / "pages", cwd=root)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "pages" / "cmdb" / "db-one.md").read_text("utf-8").startswith("---\ntitle: ")


def test_a_page_is_edited_where_its_record_begins(tmp_path: Path) -> None:
    text = "# who keeps it\n\n" + BEFORE["cmdb/db-one.yaml"]
    edit = SETTINGS.replace("{manual: false}", "{manual: false, edit: 'https://f.example/edit/{path}#L{line}'}")
    more = {"cmdb/db-one.yaml": text, "site/mkdocs.yml": edit, "site/docs/about.md": "# About"}
    root = repository(tmp_path / "ours", [("first", {**BEFORE, **more})])
    for audience, known in (("internal", True), ("public", False)):
        done = gitsm("site", "build", "--audience", audience, "--into", tmp_path / audience, cwd=root)
        assert done.returncode == 0, done.stderr
        pages = "".join(path.read_text("utf-8") for path in (tmp_path / audience).rglob("*.html"))
        assert ("https://f.example/edit/cmdb/db-one.yaml#L3" in pages) is known


def test_the_pages_stand_under_another_theme(tmp_path: Path) -> None:
    settings = SETTINGS.replace("name: gitsm", "name: material, font: false")
    root = repository(
        tmp_path / "ours", [("first", {**BEFORE, "site/mkdocs.yml": settings, "site/docs/about.md": "# A"})]
    )
    done = gitsm("site", "build", cwd=root)
    assert done.returncode == 0, done.stderr
    text = (root / "build" / "site" / "cmdb" / "db-one.html").read_text("utf-8")
    assert "md-content" in text
    assert "Old database" in text
    assert "assets/gitsm/portal.css" in text
    assert (root / "build" / "site" / "assets" / "gitsm" / "portal.css").is_file()


def test_settings_that_are_no_yaml_are_told(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", {**BEFORE, "site/mkdocs.yml": "a: [\n"})])
    done = gitsm("site", "build", cwd=root)
    assert done.returncode == 2
    assert "site/mkdocs.yml" in done.stderr


def test_names_that_strangers_chose_are_text_everywhere(tmp_path: Path) -> None:
    name = "'\"></title><img src=x onerror=alert(1)><script>alert(2)</script>'"
    evil = ci("evil", "aliases: ['</script><script>alert(3)</script>']\n", name=name)
    root = repository(tmp_path / "ours", [("first", files(evil + TEAM))])
    done = gitsm("site", "build", "--into", tmp_path / "out", cwd=root)
    assert done.returncode == 0, done.stderr
    own = [
        path
        for path in (tmp_path / "out").rglob("*")
        if path.suffix in {".html", ".js", ".xml"}
        if "gitsm" not in path.parts
    ]
    assert len(own) > 5
    active = [path.name for path in own for text in ("<img", "<script>alert") if text in path.read_text("utf-8")]
    assert active == []


def test_what_is_served_follows_the_records(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    words = [sys.executable, "-m", "gitsm", "site", "serve", "--address", address]
    served = subprocess.Popen(words, cwd=root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        assert seen(f"http://{address}/cmdb/db-one.html", "Old database")
        write(root, {name: text for name, text in AFTER.items() if "db-one" in name})
        assert seen(f"http://{address}/cmdb/db-one.html", "New database")
    finally:
        served.terminate()
        served.communicate()


def seen(url: str, text: str) -> bool:
    """Ask until a page says something; a build takes a second or two."""
    for _ in range(120):
        try:
            with urlopen(url, timeout=5) as answer:
                if text in answer.read().decode():
                    return True
        except OSError:
            pass
        sleep(0.5)
    return False


def test_an_unknown_revision_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    done = gitsm("site", "build", "--at", "v9", cwd=root)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
