"""Estates and changes for tests, from catalogues written as YAML."""

from gitsm.change.impact import Impact, assess
from gitsm.change.touched import touched
from gitsm.diff.compare import compare
from gitsm.graph.estate import Memory
from gitsm.graph.wiring import Wiring
from tests.support.catalogues import snapshot


def estate(text: str) -> Memory:
    return Memory.of(snapshot(text))


def wiring(text: str) -> Wiring:
    return Wiring(estate(text))


def assessed(before: str, after: str) -> Impact:
    base, head = snapshot(before), snapshot(after)
    return assess(Memory.of(base), Memory.of(head), touched(compare(base, head), head))
