"""The history of a record: what each commit made of it, and which commit each of its values is from."""

from gitsm.diff.chapters import Chapter, Origin, chapters, origins
from gitsm.snapshot import Entry
from tests.support.catalogues import TEAM, ci, snapshot


def web(extra: str = "", name: str = "web", **fields: str) -> Entry:
    return snapshot(TEAM + ci(name, extra, **fields)).entries[f"ci:{name}"]


def history(*entries: Entry | None) -> list[Chapter[int]]:
    """Tell versions, oldest first, as commits 1, 2, 3 and so on."""
    numbered = [(number, "cmdb/web.yaml", entry) for number, entry in enumerate(entries, 1)]
    return list(chapters(reversed(numbered)))


def from_whom(found: tuple[Origin[int], ...]) -> dict[str, int | None]:
    return {one.key: one.commit for one in found}


def test_each_commit_says_what_it_made_of_the_record() -> None:
    told = history(web(version='"1"'), web(version='"2"'), web("# the same\n", version='"2"'), None, web(version='"3"'))
    assert [(one.commit, one.edit.action if one.edit else None) for one in told] == [
        (5, "added"), (4, "removed"), (3, None), (2, "modified"), (1, "added")
    ]  # fmt: skip
    changed = told[3].edit
    assert changed is not None
    assert [(field.pointer, field.before, field.after) for field in changed.fields] == [("/version", "1", "2")]


def test_a_record_without_a_commit_has_no_history() -> None:
    assert list(chapters([])) == []


def test_a_value_is_from_whoever_last_altered_it() -> None:
    last = web("tags: [a, b]\n", version='"2"', name="web")
    found = origins(last, history(web("tags: [a]\n", version='"1"'), web("tags: [a]\n", version='"2"'), last, last))
    whom = from_whom(found)
    assert (whom["class"], whom["version"], whom["tags"]) == (1, 2, 3)
    assert "kind" not in whom
    assert "id" not in whom


def test_a_part_keeps_its_own_commit_until_the_whole_is_written_anew() -> None:
    def of(**attributes: int) -> Entry:
        return web("attributes: {" + ", ".join(f"{key}: {value}" for key, value in attributes.items()) + "}\n")

    last = of(a=2, b=2, c=1)
    (found,) = [one for one in origins(last, history(of(a=1, b=1), of(a=2, b=1), of(a=2, b=2), last)) if one.parts]
    assert (found.key, found.commit) == ("attributes", 4)
    assert [(part.commit, part.field.pointer) for part in found.parts] == [
        (2, "/attributes/a"), (3, "/attributes/b"), (4, "/attributes/c")
    ]  # fmt: skip
    # Altered again: the later commit has it. Taken out: nobody has it.
    again = of(a=3, b=2)
    (found,) = [
        one for one in origins(again, history(of(a=1, b=1), of(a=2, b=2, c=1), of(a=2, b=2), again)) if one.parts
    ]
    assert [(part.commit, part.field.pointer) for part in found.parts] == [(4, "/attributes/a"), (2, "/attributes/b")]
    assert found.commit == 4
    # Away and back: whoever brought it back has all of it.
    back = of(a=2, b=2)
    (whole,) = [one for one in origins(back, history(of(a=1, b=1), of(a=2, b=2), web(), back)) if one.parts]
    assert (whole.commit, {part.commit for part in whole.parts}) == (4, {4})


def test_a_record_that_came_back_is_whose_who_brought_it_back() -> None:
    last = web(version='"2"')
    assert set(from_whom(origins(last, history(web(version='"1"'), web(version='"2"'), None, last))).values()) == {4}


def test_where_no_commit_is_known_nobody_is_named() -> None:
    assert set(from_whom(origins(web(), [])).values()) == {None}
