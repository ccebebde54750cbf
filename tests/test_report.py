from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gitsm.diagnostics import Finding, Related, Severity, Spot
from gitsm.report import Report, appeared, concerning, differing, since, within


def finding(path: str, message: str = "wrong", related: str | None = None, subject: str | None = None) -> Finding:
    others = (Related("see", Spot(related)),) if related else ()
    return Finding("some-rule", Severity.ERROR, message, Spot(path), related=others, subject=subject)


def test_a_folder_holds_what_is_below_it_and_not_what_begins_alike() -> None:
    lies = within(["catalog/pay/", "cmdb/a.yaml"])
    assert [lies(path) for path in ("catalog/pay/x.yaml", "catalog/payments/x.yaml", "cmdb/a.yaml", "cmdb/b.yaml")] == [
        True,
        False,
        True,
        False,
    ]
    assert within(["."])("changes/x.yaml")


def test_what_concerns_a_file_is_in_it_or_points_at_it_or_is_about_its_record() -> None:
    here, pointing, about = finding("a"), finding("b", related="a"), finding("c", subject="ci:a")
    found = concerning([here, pointing, about, finding("d")], within(["a"]), {"ci:a"})
    assert found == (here, pointing, about)


def test_a_second_equal_finding_is_new() -> None:
    one = finding("a")
    assert appeared([one], [one, one]) == (one,)
    assert appeared([one], [one]) == ()


def test_what_a_change_broke_elsewhere_is_reported() -> None:
    old, new = finding("b", "old"), finding("b", "new")
    assert since([old], (old, new), within(["a"])) == (new,)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_what_appeared_is_the_difference_of_counts(before: list[str], after: list[str]) -> None:
    fresh = [
        one.message for one in appeared([finding("x", word) for word in before], [finding("x", word) for word in after])
    ]
    assert {word: fresh.count(word) for word in "abc"} == {
        word: max(0, after.count(word) - before.count(word)) for word in "abc"
    }


def test_differing_sees_added_removed_and_edited_files() -> None:
    assert differing({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}) == {"b", "c", "d"}


def test_warnings_do_not_fail() -> None:
    warning = Finding("some-rule", Severity.WARNING, "odd", Spot("a"))
    assert not Report(".", None, date(2026, 11, 24), 1, (warning,)).fails
    assert Report(".", None, date(2026, 11, 24), 1, (warning, finding("a"))).fails


def test_forges_see_paths_from_the_top_of_the_repository() -> None:
    assert Report("it/data", None, date(2026, 11, 24), 0, ()).repository_path("cmdb/a.yaml") == "it/data/cmdb/a.yaml"
    assert Report(".", None, date(2026, 11, 24), 0, ()).repository_path("cmdb/a.yaml") == "cmdb/a.yaml"


def test_findings_are_counted_by_severity() -> None:
    report = Report(".", None, date(2026, 11, 24), 3, (finding("a"), finding("b")))
    assert (report.count(Severity.ERROR), report.count(Severity.NOTE)) == (2, 0)
