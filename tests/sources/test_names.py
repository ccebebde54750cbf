"""Which paths may hold a record, told apart from a rule written for people."""

from hypothesis import example, given
from hypothesis import strategies as st

from gitsm.sources.names import MOST_BYTES, refusal

LETTERS = "abcxyzABZ0189._- \n\x1béCONcomLPTlpt9nulNULaux/"
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def fine(name: str) -> bool:
    plain = all(char.isascii() and (char.isalnum() or char in "._-") for char in name)
    first = name[:1].isascii() and (name[:1].isalnum() or name[:1] == "_")
    return plain and first and len(name) <= 200 and name.lower().partition(".")[0] not in RESERVED


@given(st.text(LETTERS, min_size=1, max_size=16).filter(lambda text: "//" not in text and text.strip("/") == text))
@example("cmdb/con")
@example("cmdb/contract")
@example("CMDB/lpt1.x/a")
@example("a" * 201)
def test_a_path_is_refused_exactly_where_one_of_its_names_is(path: str) -> None:
    name = f"{path}.yaml"
    assert (refusal(name.encode(), "100644", 10) is None) == all(fine(part) for part in name.split("/"))


def test_a_plain_path_does_not_excuse_what_it_leads_to() -> None:
    for mode, size in (("120000", 10), ("160000", 0), ("100644", MOST_BYTES + 1)):
        assert refusal(b"cmdb/a.yaml", mode, size) is not None
