"""What one writes in an afternoon: both trees read through GitPython, a graph by networkx, its ancestors."""

import sys

import networkx
import yaml
from git import Repo

FLOWS = ("depends_on", "runs_on", "hosted_on", "powered_by", "part_of", "delivered_by")


def records(tree):
    found = {}
    for blob in tree.traverse():
        if blob.type == "blob" and blob.path.endswith(".yaml"):
            data = yaml.load(blob.data_stream.read(), Loader=yaml.CSafeLoader)
            found[f"{data['kind']}:{data['id']}"] = data
    return found


def targets(data):
    for name in FLOWS:
        for item in data.get(name) or ():
            yield from [item] if isinstance(item, str) else item.get("any_of") or [item["target"]]
    if "service" in data:
        yield f"service:{data['service']}"


def main(top, base, head):
    repo = Repo(top)
    before, after = records(repo.commit(base).tree), records(repo.commit(head).tree)
    changed = {ref for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref)}
    graph = networkx.DiGraph()
    for found in (before, after):
        graph.add_edges_from((ref, target) for ref, data in found.items() for target in targets(data))
    hit = set().union(*(networkx.ancestors(graph, ref) for ref in changed if ref in graph))
    print(len(changed), "changed,", len(hit - changed), "hit")


if __name__ == "__main__":
    main(*sys.argv[1:])
