"""What a record falls with, against failing one thing after the other and looking who is left."""

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from gitsm.rules import World
from gitsm.rules.footing import footings
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci, snapshot

NAMES: Final = ("n0", "n1", "n2", "n3", "n4", "n5")
Stands = dict[str, tuple[list[str], list[tuple[list[str], int]]]]
"""By CI, what it stands on by itself, and its groups: members, and how many must be up."""
_names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
_groups = st.lists(
    st.tuples(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), st.integers(1, 3)), max_size=2
)
TANGLES: Final = st.fixed_dictionaries({name: st.tuples(_names, _groups) for name in NAMES})


def falling(stands: Stands, first: str) -> set[str]:
    """Fail one thing, and whatever cannot stand then, until nothing more falls."""
    down = {first}
    while True:
        more = {
            name
            for name, (alone, groups) in stands.items()
            if not down.isdisjoint(alone)
            or any(len(members) >= least > len(set(members) - down) for members, least in groups)
        }
        if more <= down:
            return down
        down |= more


@settings(max_examples=80)
@given(TANGLES, st.permutations(NAMES))
def test_what_takes_a_record_down_is_found_whoever_is_asked_first(stands: Stands, order: list[str]) -> None:
    text = "".join(
        ci(
            name,
            "runs_on:\n"
            + "".join(f"- ci:{other}\n" for other in alone)
            + "".join(
                f"- any_of: [{', '.join(f'ci:{member}' for member in members)}]\n  min_up: {least}\n"
                for members, least in groups
            )
            if alone or groups
            else "",
        )
        for name, (alone, groups) in stands.items()
    )
    world = World.of(snapshot(text + BACKDROP), TODAY)
    for name in order:
        found = {ref.partition(":")[2] for ref in footings(f"ci:{name}", world)}
        assert found - {name} == {other for other in NAMES if other != name and name in falling(stands, other)}
