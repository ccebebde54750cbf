"""What a branch says in somebody else's name counts when they say it themselves."""

from gitsm.change.verdict import Verdict
from tests.support.gates import BASE, change, heard, missing, stops, yes

PATCHED = BASE.replace('"16.1"', '"16.2"')
STANDARD = {"type": "standard", "model": "db-patch", "assignee": "amara"}
CRITICAL = BASE.replace("kind: service\nid: shop\n", "kind: service\nid: shop\n").replace(
    "id: web-shop\n", "id: web-shop\ncriticality: most_critical\n"
)
OFFERED = "---\nkind: request_offering\nid: ask\nname: Ask\noffering: web-shop\n"
EXCLUDED = "[{ci: db}, {ci: app, impact_code: not_impacted, reason: It has a copy.}]"


def request(name: str = "req-2026-11-24-ask", **lines: str) -> str:
    values = {
        "offering": "ask",
        "requested_by": "bo",
        "requested_at": "2026-11-24T09:00:00Z",
        "answers": "{}",
        **lines,
    }
    return f"---\nkind: request\nid: {name}\n" + "".join(f"{key}: {value}\n" for key, value in values.items())


def band(found: Verdict) -> tuple[str, int]:
    return found.risk.band, found.risk.score


def test_what_a_record_excludes_lowers_no_risk() -> None:
    plain = heard(CRITICAL.replace('"16.1"', '"16.2"') + change(), before=CRITICAL)
    everything = (
        "[{ci: app, impact_code: not_impacted, reason: No.},"
        " {service: 'service_offering:web-shop', impact_code: not_impacted, reason: No.}]"
    )
    spared = heard(CRITICAL.replace('"16.1"', '"16.2"') + change(affected=everything), before=CRITICAL)
    assert plain.impact.affected
    assert not spared.impact.affected
    assert spared.impact.sources == ("ci:db",)
    assert band(spared) == band(plain)


def test_whoever_answers_for_what_is_excluded_has_to_say_so() -> None:
    after = PATCHED + change(affected=EXCLUDED)
    found = heard(after, yes("dan"), seen={"a": after})
    asked = {one.requirement.rule: one.requirement.teams for one in found.agreement.met}
    assert asked["not-impacted"] == ("team:desk",)
    assert "not-impacted" in missing(found)
    assert "not-impacted" not in missing(heard(after, yes("bo"), seen={"a": after}))


def test_what_is_edited_is_hit_whatever_a_record_says() -> None:
    after = PATCHED + change(affected="[{ci: db, impact_code: not_impacted, reason: It is quick.}]")
    found = heard(after, yes("dan"), yes("eva"), seen={"a": after})
    assert stops(found) == ["excluded:ci:db"]
    assert found.blockers[0].remedy == "take ci:db out of affected; exclude only what is not worked on"
    assert "ci:db" in found.impact.sources
    assert {one.ref for one in found.impact.affected} >= {"ci:app"}


def test_a_standard_change_excludes_nothing_by_itself() -> None:
    after = PATCHED + change(**STANDARD)
    assert heard(after, authors=("amara",)).allowed
    after = PATCHED + change(**{**STANDARD, "affected": EXCLUDED})
    assert stops(heard(after, authors=("amara",))) == ["approval:not-impacted"]


def test_a_record_that_only_ends_excludes_nothing() -> None:
    base = BASE + change(affected=EXCLUDED)
    done = BASE + change(affected=EXCLUDED, outcome="successful")
    over = "2026-11-29T12:00:00Z"
    assert "not-impacted" not in missing(heard(done, before=base, now=over))
    # Beside an edit of what runs, it does.
    assert "not-impacted" in missing(heard(done.replace('"16.1"', '"16.2"'), before=base, now=over))


def test_somebody_who_is_said_to_agree_to_a_request_is_asked() -> None:
    base = BASE + OFFERED
    record = change(**STANDARD)
    asked = request(change="chg-2026-11-24-work", approved_by="eva", approved_at="2026-11-24T10:00:00Z")
    after = PATCHED + OFFERED + record + asked
    found = heard(after, before=base, authors=("amara",), seen={"a": after})
    assert stops(found) == ["approval:request-approval"]
    assert found.blockers[0].who == "eva"
    assert heard(after, yes("eva"), before=base, authors=("amara",), seen={"a": after}).allowed
    without = PATCHED + OFFERED + record + request(change="chg-2026-11-24-work")
    assert heard(without, before=base, authors=("amara",)).allowed


def test_a_request_that_stands_on_the_target_branch_is_not_rewritten_under_a_model() -> None:
    base = BASE + OFFERED + request()
    # It names the change and so claims to belong to it; what it asks for is another thing now.
    taken = request(change="chg-2026-11-24-work", requested_by="amara")
    found = heard(PATCHED + OFFERED + taken + change(**STANDARD), before=base, authors=("amara",))
    assert "not-standard" in stops(found)
    assert "request:req-2026-11-24-ask/requested_by" in found.blockers[0].message


def test_a_change_of_the_target_branch_is_not_renamed_under_a_model() -> None:
    base = BASE + change("chg-2026-11-20-old")
    renamed = change("chg-2026-11-24-work", "moved: {from: chg-2026-11-20-old}\n", **STANDARD)
    found = heard(PATCHED + renamed, before=base, authors=("amara",))
    assert "not-standard" in stops(found)


def test_an_emergency_is_closed_by_the_word_of_those_it_did_not_wait_for() -> None:
    over = "2026-11-29T12:00:00Z"
    base = BASE + change(type="emergency")
    ended = BASE + change(
        "chg-2026-11-24-work", "review: {summary: As feared.}\n", type="emergency", outcome="successful"
    )
    found = heard(ended, before=base, now=over, seen={"a": ended})
    asked = {one.requirement.teams for one in found.agreement.met if one.requirement.rule == "emergency-agreed"}
    # Whose the database is, and the board, which high risks ask; normal changes ask it by another rule.
    assert asked == {("team:ops",), ("team:board",)}
    assert not found.allowed
    one = heard(ended, yes("dan"), before=base, now=over, seen={"a": ended})
    assert missing(one) == ["emergency-agreed"]
    assert heard(ended, yes("dan"), yes("eva"), before=base, now=over, seen={"a": ended}).allowed
    # Taking it back before its time is no way round them.
    assert "emergency-agreed" in missing(heard(BASE, before=base))
    # A change that waited for everybody is closed by those who answer for the record.
    normal = heard(BASE + change(outcome="successful"), before=BASE + change(), now=over)
    assert missing(normal) == ["requests"]


def test_a_conflict_with_another_change_is_accepted_by_those_who_do_that_one() -> None:
    base = BASE + change("chg-2026-11-20-db", assignee="dan")
    after = base.replace('"1.0"', '"1.1"')
    conflict = "ci_already_scheduled:chg-2026-11-20-db"

    def judged(who: str, *agreed: str) -> Verdict:
        accepts = f"[{{conflict: '{conflict}', by: {who}, reason: One after the other.}}]"
        mine = {"affected": "[{ci: app}]", "assignee": "amara", "acknowledged_conflicts": accepts}
        head = after + change(**mine)
        return heard(head, *map(yes, agreed), before=base, authors=("amara",), seen={"a": head})

    assert stops(judged("cleo", "cleo", "bo", "eva")) == []
    assert "approval:acknowledged-conflict" in stops(judged("cleo", "bo", "eva"))
    # A friend of the author's is not enough: those who do the other change are asked, or the board, which decides here.
    assert "approval:exception" in stops(judged("bo", "bo"))
    assert "approval:exception" not in stops(judged("bo", "bo", "dan"))
    asked = {one.requirement.rule: one.requirement.teams for one in judged("bo").agreement.met}
    assert asked["exception"] == ("team:ops", "team:board")
