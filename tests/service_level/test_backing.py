"""Promises against what they stand on: the vectors of domain.md §8.4, and each way to fall short."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.service_level import words
from gitsm.service_level.chains import Link
from tests.support.catalogues import ci
from tests.support.judging import offering, service
from tests.support.promises import OFFICE, judged, portfolio, promising

THREE = (
    service("booking", "delivered_by: [ci:aa]\n")
    + ci("aa", "depends_on: [ci:bb]\n", availability="99.95%")
    + ci("bb", "depends_on: [ci:cc]\n", availability="99.9%")
    + ci("cc", availability="99.99%")
)


def availability(value: str) -> str:
    return f"{{metric: availability, value: {value}}}"


def test_three_in_a_row_do_not_carry_three_nines() -> None:
    found = judged(THREE + promising("sla", "sla", "service:booking", availability("99.9%")))
    (target,) = found.targets
    # 0.9995 · 0.999 · 0.9999 = 0.99840064995 (domain.md §8.4).
    assert (target.promised, target.backed, target.verdict) == (
        Decimal("0.999"), Decimal("0.99840064995"), "not_backed"
    )  # fmt: skip
    assert target.weakest is not None
    # 0.999 / (0.9995 · 0.9999) = 0.99959975…; for neither of the others is perfection enough.
    assert target.weakest.ref == "ci:bb"
    assert target.weakest.needed is not None
    assert abs(target.weakest.needed - Decimal("0.999") / (Decimal("0.9995") * Decimal("0.9999"))) < Decimal("1e-15")
    assert target.weakest.nines == pytest.approx(0.3974, abs=0.001)  # log10(0.001 / 0.00040035)
    (short,) = target.shortfalls
    assert short.why == (
        "99.9 % is promised, and service:booking is up 99.84006 %: "
        "99.9 % (ci:bb) · 99.95 % (ci:aa) · 99.99 % (ci:cc)"
    )  # fmt: skip
    assert short.remedy == "promise at most 99.84006 %, or bring ci:bb from 99.9 % to 99.95998 %"


def test_a_promise_that_holds_says_how_low_its_weakest_may_be() -> None:
    (target,) = judged(THREE + promising("sla", "sla", "service:booking", availability("99.8%"))).targets
    assert (target.verdict, target.shortfalls) == ("backed", ())
    assert target.weakest is not None
    assert target.weakest.needed is not None
    assert target.weakest.needed < target.weakest.availability
    lower = Decimal("0.9995") * target.weakest.needed * Decimal("0.9999")
    assert abs(lower - Decimal("0.998")) < Decimal("1e-15")


def test_where_no_single_component_is_enough_it_says_so() -> None:
    (target,) = judged(THREE + promising("sla", "sla", "service:booking", availability("99.99%"))).targets
    assert target.weakest is not None
    assert (target.weakest.ref, target.weakest.needed, target.weakest.nines) == ("ci:bb", None, None)
    assert "no single component is enough" in target.shortfalls[0].remedy


def test_what_nobody_gave_a_figure_is_named_and_not_guessed() -> None:
    unknown = THREE.replace("availability: 99.9%\n", "")
    (target,) = judged(unknown + promising("sla", "sla", "service:booking", availability("99.9%"))).targets
    assert (target.backed, target.missing, target.verdict) == (None, ("ci:bb",), "unknown")
    assert target.at_most == Decimal("0.9995") * Decimal("0.9999")
    # What cannot hold whatever the missing figure is does not hold.
    (target,) = judged(unknown + promising("sla", "sla", "service:booking", availability("99.99%"))).targets
    assert (target.backed, target.verdict) == (None, "not_backed")
    assert "at most" in target.shortfalls[0].why


def test_each_offering_of_a_covered_service_must_hold() -> None:
    text = (
        service("booking")
        + offering("web", "booking", "delivered_by: [ci:good]\n")
        + offering("kiosk", "booking", "delivered_by: [ci:bad]\n")
        + ci("good", availability="99.99%")
        + ci("bad", availability="99%")
        + promising("sla", "sla", "service:booking", availability("99.5%"))
    )
    (target,) = judged(text).targets
    assert (target.unit, target.backed, target.verdict) == ("service_offering:kiosk", Decimal("0.99"), "not_backed")


def test_what_is_covered_and_is_nowhere_is_missing() -> None:
    found = portfolio(THREE + promising("sla", "sla", "service:booking", availability("99%")))
    from gitsm.service_level.carrying import carried

    gone = carried(found.composites, found.wiring, ("ci:gone",))
    assert (gone.value, gone.unit, gone.missing) == (None, None, ("ci:gone",))


def test_nothing_that_fails_has_no_weakest() -> None:
    text = service("ss", "delivered_by: [ci:aa]\n") + ci("aa", availability="100%")
    (target,) = judged(text + promising("sla", "sla", "service:ss", availability("100%"))).targets
    assert (target.verdict, target.weakest) == ("backed", None)


EXTERNAL = service("booking", "delivered_by: [ci:sms]\n") + ci("sms", class_="external_service", availability="99.9%")


def sla(metric: str, value: str, more: str = ", priority: 1") -> str:
    return promising("sla", "sla", "service:booking", f"{{metric: {metric}, value: {value}{more}}}")


def ua(*targets: str, rest: str = "calendar: always\n") -> str:
    return promising("ua", "ua", "ci:sms", ", ".join(targets), rest)


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict", "backed"),
    [
        (sla("resolution", "4h"), ua("{metric: resolution, value: 4h, priority: 1}"), "backed", timedelta(hours=4)),
        (sla("resolution", "4h"), ua("{metric: resolution, value: 5h, priority: 1}"), "not_backed", timedelta(hours=5)),
        (sla("resolution", "4h"), ua("{metric: resolution, value: 2h}"), "backed", timedelta(hours=2)),
        # Said of another priority, of another kind of case, or not at all: unknown.
        (sla("resolution", "4h"), ua("{metric: resolution, value: 2h, priority: 2}"), "unknown", None),
        (sla("resolution", "4h"), ua("{metric: response, value: 2h, priority: 1}"), "unknown", None),
        (
            sla("resolution", "4h", ", priority: 1, applies_to: [incident]"),
            ua("{metric: resolution, value: 2h, applies_to: [change]}"),
            "unknown",
            None,
        ),
        # A promise for every priority needs all of them.
        (sla("resolution", "4h", ""), ua("{metric: resolution, value: 2h, priority: 1}"), "unknown", None),
        # What is said for the priority goes before what is said for all.
        (
            sla("resolution", "4h"),
            ua("{metric: resolution, value: 2h, priority: 1}", "{metric: resolution, value: 8h}"),
            "backed",
            timedelta(hours=2),
        ),
        (
            sla("resolution", "4h", ", priority: 5"),
            ua("{metric: resolution, value: 2h, priority: 1}", "{metric: resolution, value: 8h}"),
            "not_backed",
            timedelta(hours=8),
        ),
        (sla("rto", "4h", ""), ua("{metric: rto, value: 1h}"), "backed", timedelta(hours=1)),
        (sla("rpo", "5min", ""), ua("{metric: rpo, value: 1h}"), "not_backed", timedelta(hours=1)),
        (
            sla("response", "30min"),
            ua("{metric: response, value: 10min, priority: 1}", rest="calendar: office\n"),
            "calendar_gap",
            timedelta(minutes=10),
        ),
        # Ours counts in office hours, theirs around the clock: comparable.
        (
            sla("response", "30min").replace("calendar: always", "calendar: office"),
            ua("{metric: response, value: 10min, priority: 1}"),
            "backed",
            timedelta(minutes=10),
        ),
        # Two working days of ours are sixteen hours, of a clock that never stops.
        (
            sla("resolution", "2d").replace("calendar: always", "calendar: office"),
            ua("{metric: resolution, value: 17h, priority: 1}"),
            "not_backed",
            timedelta(hours=17),
        ),
        (
            sla("response", "30min", ", priority: 1, measured_over: always").replace("calendar: always", "calendar: office"),  # noqa: E501
            ua("{metric: response, value: 10min, priority: 1}", rest="calendar: office\n"),
            "calendar_gap",
            timedelta(minutes=10),
        ),
        (sla("latency", "300ms"), ua("{metric: latency, value: 200ms}"), "unknown", None),
    ],
)  # fmt: skip
def test_promised_times(ours: str, theirs: str, verdict: str, backed: timedelta | None) -> None:
    (target,) = judged(EXTERNAL + OFFICE + ours + theirs).targets
    assert (target.verdict, target.backed) == (verdict, backed)
    assert target.missing == (("agreement:ua",) if verdict == "unknown" and target.target.metric != "latency" else ())


def test_a_promise_for_all_is_for_those_that_no_other_is_for() -> None:
    ours = promising(
        "sla", "sla", "service:booking", "{metric: resolution, value: 1h, priority: 1}, {metric: resolution, value: 4h}"
    )
    theirs = ua("{metric: resolution, value: 2h, priority: 1}", "{metric: resolution, value: 3h}")
    found = judged(EXTERNAL + ours + theirs).targets
    # Their two hours at priority 1 are too long for our hour, and no part of our four.
    assert [(one.verdict, one.backed) for one in found] == [
        ("not_backed", timedelta(hours=2)), ("backed", timedelta(hours=3)),
    ]  # fmt: skip


def test_a_promise_that_begins_later_stands_on_what_holds_then() -> None:
    ours = sla("resolution", "4h").replace(
        "starts: 2026-01-01\nends: 2026-12-31", "starts: 2027-01-01\nends: 2027-12-31"
    )
    now = ua("{metric: resolution, value: 2h}")
    then = now.replace("id: ua", "id: next").replace("2026-01-01", "2027-01-01").replace("2026-12-31", "2027-12-31")
    slower = then.replace("value: 2h", "value: 8h")
    assert [judged(EXTERNAL + ours + now + one).targets[0].backed for one in (then, slower)] == [
        timedelta(hours=2), timedelta(hours=8),
    ]  # fmt: skip
    assert [link.ref for link in judged(EXTERNAL + ours + now + then).chain] == ["agreement:next"]


def test_a_team_that_looks_after_it_does_not_stand_in_for_the_supplier() -> None:
    ola = promising("ola", "ola", "ci:sms", "{metric: availability, value: 99.9%}")
    found = judged(EXTERNAL + sla("availability", "99%", "") + ola)
    assert [(gap.kind, gap.ref) for gap in found.gaps] == [("no_agreement", "ci:sms")]
    ended = ua("{metric: availability, value: 99.9%}").replace("ends: 2026-12-31", "ends: 2026-11-30")
    found = judged(EXTERNAL + sla("availability", "99%", "") + ola + ended)
    assert [(gap.kind, gap.ref) for gap in found.gaps] == [("term", "agreement:ua")]


def test_a_promise_nobody_else_has_a_part_in_is_backed_by_the_provider() -> None:
    text = service("booking", "delivered_by: [ci:aa]\n") + ci("aa")
    (target,) = judged(text + sla("response", "30min")).targets
    assert (target.verdict, target.backed) == ("backed", timedelta(minutes=30))


def test_an_external_service_without_agreement_and_terms_that_end_are_gaps() -> None:
    found = judged(EXTERNAL + sla("availability", "99%", ""))
    assert [(gap.kind, gap.ref) for gap in found.gaps] == [("no_agreement", "ci:sms")]
    assert found.verdict == "not_backed"
    ended = ua("{metric: availability, value: 99.9%}").replace("ends: 2026-12-31", "ends: 2026-11-30")
    found = judged(EXTERNAL + sla("availability", "99%", "") + ended)
    assert [(gap.kind, gap.why) for gap in found.gaps] == [
        ("term", "no agreement backs ci:sms from 2026-12-01 to 2026-12-31")
    ]


def test_what_a_supplier_promises_is_its_own_word() -> None:
    found = judged(EXTERNAL + ua("{metric: availability, value: 99.9%}", "{metric: throughput, value: 10/s}"), "ua")
    assert found.verdict == "not_judged"
    assert [target.promised for target in found.targets] == [Decimal("0.999"), None]


SUPPORTED = (
    service("booking", "delivered_by: [ci:aa]\nsupport: {hours: office, contact: {chat: c}}\n") + ci("aa") + OFFICE
)


def test_a_response_is_promised_while_somebody_answers() -> None:
    (target,) = judged(SUPPORTED + sla("response", "30min")).targets
    assert target.verdict == "calendar_gap"
    assert target.shortfalls[0].why == (
        "response counts 2026-11-24 00:00 to 08:00 (Europe/Oslo), when service:booking is not supported by "
        "calendar:office"
    )
    crew = "---\nkind: team\nid: crew\nname: C\nmembers: []\ncontact: {chat: c}\non_call: Rota\n"
    on_call = SUPPORTED.replace("owner: desk", "owner: crew", 1) + crew
    assert judged(on_call + sla("response", "30min")).targets[0].verdict == "backed"
    within = sla("response", "30min").replace("calendar: always", "calendar: office")
    assert judged(SUPPORTED + within).targets[0].verdict == "backed"
    # A recovery time is no answer of people.
    assert judged(SUPPORTED + sla("rto", "1h", "")).targets[0].verdict == "backed"


def test_an_offering_is_promised_while_what_needs_it_is() -> None:
    def hours(first: str, second: str = "") -> str:
        more = offering("more", "pay", "delivered_by: [ci:pp]\n").replace("always", second) if second else ""
        return (
            service("booking", "delivered_by: [ci:aa]\ndepends_on: [service:pay]\n")
            + service("pay")
            + offering("online", "pay", "delivered_by: [ci:pp]\n").replace("always", first)
            + more + ci("aa", availability="100%") + ci("pp", availability="100%") + OFFICE
        )  # fmt: skip

    promise = sla("availability", "99%", "")
    (target,) = judged(hours("office") + promise).targets
    assert [(one.kind, one.ref) for one in target.shortfalls] == [("calendar_gap", "service_offering:online")]
    # Another offering keeps the service up at night.
    assert judged(hours("office", "always") + promise).targets[0].verdict == "backed"
    assert judged(hours("office", "office") + promise).targets[0].verdict == "calendar_gap"


def test_a_calendar_that_is_nowhere_leaves_it_unknown() -> None:
    from gitsm.service_level.backing import standing
    from gitsm.service_level.portfolio import Portfolio
    from gitsm.snapshot import Snapshot

    text = SUPPORTED + sla("response", "30min") + sla("fulfilment", "2d", "").replace("id: sla", "id: other")
    text += sla("availability", "99%", "").replace("id: sla", "id: third")
    whole = portfolio(text.replace("calendar: always", "calendar: office"))
    found = Portfolio.of(Snapshot.of(entry for entry in whole.snapshot if entry.ref != "calendar:office"))
    for name in ("sla", "other", "third"):
        agreement = found.agreement(f"agreement:{name}")
        assert agreement is not None
        (target,) = standing(found, agreement, agreement.starts).targets
        assert target.verdict == "unknown"
        assert target.missing == (("ci:aa",) if name == "third" else ("calendar:office",))
    assert found.agreement("agreement:none") is None
    theirs = portfolio(
        EXTERNAL + OFFICE + sla("response", "30min") + ua("{metric: response, value: 1min}", rest="calendar: office\n")
    )
    found = Portfolio.of(Snapshot.of(entry for entry in theirs.snapshot if entry.ref != "calendar:office"))
    agreement = found.agreement("agreement:sla")
    assert agreement is not None
    assert standing(found, agreement, agreement.starts).targets[0].missing == ("agreement:ua",)


REQUEST = """---
kind: request_offering
id: laptop
offering: standard
tasks:
  - {name: order, group: desk, duration: 1d}
  - {name: image, group: desk, duration: 2h}
  - {name: desk, group: desk, duration: 4h, after: [image]}
  - {name: hand over, group: desk, duration: 1h, after: [order, desk]}
"""
LAPTOPS = service("laptops") + offering("standard", "laptops") + OFFICE


@pytest.mark.parametrize(
    ("request_", "value", "verdict", "backed"),
    [
        # The longest way is order (8 h) and hand over (1 h); image and desk run beside it.
        (REQUEST, "2d", "backed", 9),
        (REQUEST, "1d", "not_backed", 9),
        (REQUEST + "fulfilment: 3d\n", "3d", "backed", 24),
        (REQUEST.replace(", duration: 2h", ""), "2d", "unknown", None),
        (REQUEST.replace(", duration: 2h", "") + "fulfilment: 1d\n", "2d", "backed", 8),
        ("", "2d", "unknown", None),
        # Tasks that wait for each other wait for nobody.
        (REQUEST.replace("name: image, group: desk", "name: image, group: desk, after: [desk]"), "2d", "backed", 9),
    ],
)
def test_a_fulfilment_is_backed_by_its_tasks(request_: str, value: str, verdict: str, backed: int | None) -> None:
    promise = promising(
        "sla", "sla", "service:laptops", f"{{metric: fulfilment, value: {value}}}", "calendar: office\n"
    )
    (target,) = judged(LAPTOPS + request_ + promise).targets
    assert target.verdict == verdict
    assert target.backed == (None if backed is None else timedelta(hours=backed))
    if verdict == "unknown":
        assert target.missing in {("request_offering:laptop",), ("service_offering:standard",)}


def test_a_chain_leads_from_the_customer_to_the_supplier() -> None:
    text = (
        service("booking", "delivered_by: [ci:app]\n")
        + ci("app", "depends_on: [ci:db]\n", availability="100%")
        + service("databases")
        + offering("main", "databases", "delivered_by: [{any_of: [ci:db], min_up: 1}]\n")
        + ci("db", "depends_on: [ci:sms]\n", availability="100%")
        + ci("sms", class_="external_service", availability="99.9%")
        + sla("availability", "99%", "")
        + promising("ola", "ola", "service:databases", availability("99%"))
        + promising("ola-2", "ola", "service_offering:main", availability("99%"))
        + ua("{metric: availability, value: 99.9%}")
        + promising("old", "ua", "ci:sms", availability("99%")).replace("ends: 2026-12-31", "ends: 2026-06-30")
        + promising("other-sla", "sla", "service:databases", availability("99%"))
    )
    supplied = Link("agreement:ua", "ua", "supplier:northsat", ())
    assert judged(text).chain == (
        Link("agreement:ola", "ola", "team:desk", (supplied,)),
        Link("agreement:ola-2", "ola", "team:desk", (supplied,)),
    )
    assert judged(text, "ola").chain == (supplied,)


@given(st.lists(st.integers(900, 1000), min_size=1, max_size=5), st.integers(850, 999))
def test_bringing_the_weakest_to_what_it_needs_keeps_the_promise(figures: list[int], promised: int) -> None:
    def text(values: list[str]) -> str:
        return service("booking", f"delivered_by: [{', '.join(f'ci:c{n}x' for n in range(len(values)))}]\n") + "".join(
            ci(f"c{n}x", availability=value) for n, value in enumerate(values)
        )

    values = [f"0.{figure:03}" if figure < 1000 else "1" for figure in figures]
    promise = sla("availability", f"0.{promised}", "")
    (target,) = judged(text(values) + promise).targets
    weak = target.weakest
    if weak is None:
        assert all(figure == 1000 for figure in figures)
        return
    if weak.needed is not None:
        values[int(weak.ref[4:-1])] = f"{weak.needed:.12f}"
        (target,) = judged(text(values) + promise).targets
        assert isinstance(target.backed, Decimal)
        assert abs(target.backed - Decimal(promised) / 1000) < Decimal("1e-9")
    else:
        values[int(weak.ref[4:-1])] = "1"
        assert judged(text(values) + promise).verdict == "not_backed"


def test_how_figures_read() -> None:
    assert words.percent(Decimal("0.99899999")) == "99.89999 %"
    assert words.percent(Decimal(1)) == "100 %"
    assert words.percent(Decimal(0)) == "0 %"
    assert [words.span(timedelta(minutes=each)) for each in (0, 0.5, 90, 2400)] == [
        "0 min",
        "30 s",
        "1 h 30 min",
        "40 h",
    ]
    assert words.minutes(timedelta(seconds=2419.2)) == "40.32 min"


def test_a_product_shows_the_worst_and_gathers_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = "runs_on: [{any_of: [ci:x1, ci:x2], min_up: 1}]\n"
    names = [f"n{number}" for number in range(5)]
    text = service("ss", f"delivered_by: [ci:aa, {', '.join(f'ci:{name}' for name in names)}]\n") + ci(
        "aa", pair, availability="100%"
    )
    text += "".join(ci(name, availability="99.9%") for name in names)
    text += ci("x1", availability="99%") + ci("x2", availability="99%")
    found = portfolio(text)
    shown = words.product(found.composites, found.structure, "service:ss")
    assert shown == (
        "99.9 % (ci:n0) · 99.9 % (ci:n1) · 99.9 % (ci:n2) · 99.9 % (ci:n3) · 99.9 % (1 more) · "
        "99.99 % (redundancy groups)"
    )
    assert words.product(found.composites, found.structure, "ci:x1") == "99 % (ci:x1)"
    # A diagram that is too large is sampled, and the product says so.
    monkeypatch.setattr("gitsm.graph.forms.MOST_VARIABLES", 1)
    again = portfolio(text)
    assert words.product(again.composites, again.structure, "service:ss") == "by 20,000 random moments"
    assert judged(text + promising("sla", "sla", "service:ss", availability("99.99%"))).targets[0].weakest is None
