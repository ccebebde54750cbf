"""Cycles, and what several things have in common below them."""

from collections.abc import Callable, Iterable, Iterator, Mapping


def cycles(below: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Find the cycles of a graph: for each strongly connected part one shortest cycle through its first node.

    Args:
        below: by node, the nodes it points at. One that points at itself is no cycle here: a rule of its own says so.
    """
    left = _unpeeled(below)
    parts = components({node: sorted(set(each)) for node, each in left.items()})
    return sorted(_shortest_cycle(min(part), part, left) for part in parts if len(part) > 1)


def _unpeeled(below: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Take away, again and again, what points only at what was taken away.

    What is left holds every cycle and is mostly empty: looking for cycles there costs next to nothing.
    """
    above: dict[str, list[str]] = {}
    open_ends: dict[str, int] = {}
    for source, targets in below.items():
        others = [target for target in targets if target in below and target != source]
        if others:
            open_ends[source] = len(others)
            for target in others:
                above.setdefault(target, []).append(source)
    pending = [source for source in above if source not in open_ends]
    while pending:
        for source in above.get(pending.pop(), ()):
            open_ends[source] -= 1
            if not open_ends[source]:
                pending.append(source)
    left = {source for source, count in open_ends.items() if count}
    return {source: [target for target in below[source] if target in left] for source in left}


def components(below: Mapping[str, list[str]]) -> list[set[str]]:
    """Find the strongly connected parts of a graph, by Tarjan's way without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[set[str]] = []
    for root in sorted(below):
        if root in index:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(below.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_pop_to(node, stack, on_stack))
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(below.get(following, ()))))
            elif following in on_stack:
                low[node] = min(low[node], index[following])
    return found


def _pop_to(node: str, stack: list[str], on_stack: set[str]) -> set[str]:
    part = set()
    while True:
        member = stack.pop()
        on_stack.discard(member)
        part.add(member)
        if member == node:
            return part


def _shortest_cycle(start: str, part: set[str], below: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    edge = [start]
    while True:
        further: list[str] = []
        for node in edge:
            for reached in sorted(set(below.get(node, ())) & part):
                if reached == start and node != start:
                    return ways[node]
                if reached not in ways:
                    ways[reached] = (*ways[node], reached)
                    further.append(reached)
        edge = further


def ancestors(start: str, above: Callable[[str], Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Find everything above a node, each with one shortest way to it; the node itself is not in it."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    edge = [start]
    while edge:
        further = []
        for node in edge:
            for reached in sorted(set(above(node))):
                if reached not in ways:
                    ways[reached] = (*ways[node], reached)
                    further.append(reached)
        edge = further
    del ways[start]
    return ways


def common(starts: Iterable[str], above: Callable[[str], Iterable[str]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Find what all of several nodes stand on, each with the ways to it; only the nearest are kept.

    What stands above something that is already common is left out: one shared rack, not also its site.
    """
    each = [ancestors(start, above) for start in starts]
    shared = set(each[0]).intersection(*each[1:]) if each else set()
    behind = {far for node in shared for far in ancestors(node, above)}
    return {node: tuple(ways[node] for ways in each) for node in sorted(shared - behind)}
