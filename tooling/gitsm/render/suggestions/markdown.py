"""What fits a text, for an issue."""

from gitsm.render.escape import markdown
from gitsm.render.suggestions import Answer
from gitsm.render.suggestions.text import because


def answer(found: Answer) -> str:
    """Write what fits as a table."""
    if not found.found:
        return "### What may help\n\nNothing that is written down fits.\n"
    lines = ["### What may help", "", "| what | sort | why |", "| --- | --- | --- |"]
    lines += [
        f"| {markdown(one.title)} {markdown(one.ref)} | {one.sort} | {markdown(because(one.reasons))} |"
        for one in found.found
    ]
    return "\n".join(lines) + "\n"
