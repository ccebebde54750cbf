"""A result is a stranger's text: what is not exactly as it must be is refused, with the place."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.errors import BadResultError, GitsmError
from gitsm.forge import results
from gitsm.forge.results import from_folder, from_zip
from gitsm.render.gate.markdown import MOST, comment
from tests.support.forges import zipped
from tests.support.verdicts import A, B, about, found, gate, left, reach


def read(**files: Any) -> results.Result:
    return from_zip(zipped(left(**files)))


def test_a_whole_result_is_read(tmp_path: Path) -> None:
    for name, content in left().items():
        (tmp_path / name).write_bytes(content)
    one, other = from_folder(tmp_path), read()
    assert one == other
    assert one.gate is not None
    assert one.gate.next.what == "review and approve"
    assert one.reach is not None
    assert [each.ref for each in one.reach.impact().affected] == ["service:s0"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("about", None, "about.json is no result to post: it is missing"),
        ("about", about(head="x"), "about.json is no result to post: head: string should match pattern"),
        ("about", about(number="1"), "number: input should be a valid integer"),
        ("about", about(number=-1), "number"),
        ("about", about(status=True), "status"),
        ("about", {**about(), "schema": "gitsm/judged/v2"}, "schema: input should be 'gitsm/judged/v1'"),
        ("gate", gate(allowed="yes"), "gate.json is no result to post: allowed: input should be a valid boolean"),
        ("gate", gate(state="**bold**"), "state"),
        ("gate", gate(change="change:<script>"), "change"),
        ("gate", gate(windows=[{"ref": "window:night", "type": "blackout", "verdict": "in|side", "reason": "x"}]),
         "windows/0/verdict"),
        ("gate", gate(record={**gate()["record"], "planned": {"start": 0, "end": "2026-11-28T00:00:00Z"}}),
         "record/planned/start"),
        ("gate", gate(plan=[{"ref": "ci:<b>", "pointer": "", "action": "added"}]), "plan/0/ref"),
        ("gate", [], "the file"),
        ("impact", reach(sources=["ci:a|b"]), "sources/0"),
        ("impact", reach(affected=0, derived=[{"ref": "ci:ab", "fact": "availability", "before": 2, "after": 0.5}]),
         "derived/0/before"),
        ("check", found(1, path="x") | {"findings": [{"rule": "x"}]}, "findings/0"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_must_be_is_refused(name: str, value: Any, said: str) -> None:
    with pytest.raises(BadResultError) as caught:
        read(**{name: value})
    assert said in caught.value.message


def test_what_nobody_would_read_is_cut_and_keeps_nothing_from_being_shown() -> None:
    blocker = {"message": "a: b", "who": "w", "remedy": "r"}
    shape = gate(
        notes=["x" * 1_000_000],
        blockers=[{**blocker, "id": "approval:x", "message": f"a: {one}"} for one in range(50_000)],
        conflicts=[{"id": "x", "severity": "soft", "why": "w", "remedy": "r"}] * 20_000,
    )
    one = read(gate=shape)
    assert one.gate is not None
    assert (len(one.gate.notes[0]), len(one.gate.blockers), len(one.gate.conflicts)) == (10_000, 10_000, 10_000)
    assert len(comment(one.told)) <= MOST


def test_a_reason_that_is_markdown_is_refused() -> None:
    shape = reach()
    shape["affected"][0]["reason"] = "![x](https://evil.example/beacon.png)"
    with pytest.raises(BadResultError, match="affected/0/reason"):
        read(impact=shape)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"schema": 1, "schema": 1}', b"NaN", b'"a"', b"null"],
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(BadResultError, match="gate.json"):
        from_zip(zipped({**left(), "gate.json": content}))


def test_size_is_held_before_anything_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(results, "MOST_BYTES", 1000)
    bomb = zipped({**left(), "gate.json": b" " * 5_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(BadResultError, match="larger than 1000 bytes"):
        from_zip(bomb)
    (tmp_path / "about.json").write_bytes(b" " * 1001)
    with pytest.raises(BadResultError, match="larger than 1000 bytes"):
        from_folder(tmp_path)


def test_only_files_of_known_names_are_looked_at() -> None:
    files = {**left(), "../../etc/passwd": b"x", "/tmp/x": b"x", "gate.json.exe": b"x"}
    assert from_zip(zipped(files)) == read()


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", zipped(left())[:-30], zipped(left())[20:]])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(BadResultError):
        from_zip(content)


@given(st.data())
def test_a_damaged_archive_never_ends_in_a_traceback(data: st.DataObject) -> None:
    whole = bytearray(zipped(left()))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(GitsmError):
        from_zip(bytes(whole))


@pytest.mark.parametrize(
    ("files", "allowed"),
    [
        ({"about": about(status=0), "gate": gate(allowed=True)}, True),
        ({"about": about(status=1), "gate": gate(allowed=True)}, False),
        ({"about": about(status=0), "gate": gate(allowed=False)}, False),
        ({"about": about(status=0), "gate": None}, False),
        ({"about": about(status=0), "gate": gate(allowed=True, head=A)}, False),
        ({"about": about(status=0), "gate": gate(allowed=True, base=B)}, False),
    ],
)
def test_yes_is_only_what_is_yes_in_every_respect(files: dict[str, Any], allowed: bool) -> None:  # noqa: FBT001
    assert read(**files).allowed is allowed


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["about", "gate", "impact", "check"]), st.data())
def test_any_part_may_be_anything(name: str, data: st.DataObject) -> None:
    whole = {"about": about(), "gate": gate(), "impact": reach(), "check": found()}[name]
    part = data.draw(st.sampled_from(sorted(whole)))
    try:
        result = read(**{name: {**whole, part: json.loads(json.dumps(data.draw(JSON)))}})
    except BadResultError:
        return
    assert len(comment(result.told)) <= MOST
