"""What fits a text, for programs."""

from gitsm.render import escape
from gitsm.render.suggestions import Answer


def answer(found: Answer) -> str:
    """Write what fits, the best first."""
    return escape.json(
        {
            "schema": "gitsm/suggest/v1",
            "suggestions": [
                {
                    "ref": one.ref,
                    "sort": one.sort,
                    "title": one.title,
                    "score": one.score,
                    "reasons": [{"part": reason.part, "words": list(reason.words)} for reason in one.reasons],
                }
                for one in found.found
            ],
        }
    )
