"""A record with what is around it, for programs."""

from gitsm.graph.surroundings import Surroundings
from gitsm.render import escape


def graph(found: Surroundings) -> str:
    """Write nodes and edges."""
    return escape.json(
        {
            "schema": "gitsm/graph/v1",
            "root": found.root,
            "depth": found.depth,
            "nodes": [
                {
                    "ref": node.ref,
                    "kind": node.ref.partition(":")[0],
                    "name": node.name,
                    "owner": node.owner and f"team:{node.owner}",
                    "exists": node.exists,
                    "distance": node.steps,
                }
                for node in found.nodes
            ],
            "edges": [
                {
                    "from": link.source,
                    "to": link.target,
                    "relation": link.relation,
                    "strength": link.strength,
                    "group": link.group,
                }
                for link in found.links
            ],
            "left_out": found.left_out,
        }
    )
