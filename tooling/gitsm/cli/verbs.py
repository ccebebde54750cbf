"""The verbs: where each one lives, and its line in the help."""

# Imports nothing: `gitsm --help` prints this table before anything else is loaded, `typing` included.


class Verb:
    """One verb of the command line."""

    __slots__ = ("module", "summary")

    def __init__(self, module: str, summary: str) -> None:
        self.module = module
        self.summary = summary


VERBS: dict[str, Verb] = {
    "check": Verb("gitsm.cli.check", "validate the records of a tree"),
    "diff": Verb("gitsm.cli.diff", "what differs between two trees, field by field"),
    "impact": Verb("gitsm.cli.impact", "what a change reaches, why, how badly, and whom to ask"),
    "simulate": Verb("gitsm.cli.simulate", "what fails if something fails"),
    "rule": Verb("gitsm.cli.rule", "the manual of a rule, or the list of all"),
    "demo": Verb("gitsm.cli.demo", "a pull request on the example organisation, shown"),
    "show": Verb("gitsm.cli.show", "one record, and what it is related to"),
    "list": Verb("gitsm.cli.list_", "the records of a kind"),
    "suggest": Verb("gitsm.cli.suggest", "articles, known errors and requests that fit a text"),
    "log": Verb("gitsm.cli.log", "every commit that altered a record, field by field"),
    "blame": Verb("gitsm.cli.blame", "who made a record what it is"),
    "graph": Verb("gitsm.cli.graph", "what a record needs, and what needs it"),
    "fmt": Verb("gitsm.cli.fmt", "record files in their canonical layout"),
    "new": Verb("gitsm.cli.new", "a record to fill in"),
    "rename": Verb("gitsm.cli.rename", "another id for a record, and for every reference to it"),
    "import": Verb("gitsm.cli.import_", "another system's records become ours, by a mapping file"),
    "codeowners": Verb("gitsm.cli.codeowners", "who a forge asks, from who owns which record"),
    "schema": Verb("gitsm.cli.schema", "JSON Schema of the records, for editors"),
    "completion": Verb("gitsm.cli.completion", "the completion script of a shell"),
}
"""By name, in the order of the help. A module has `command`, built with `gitsm.cli.options.verb`."""


def overview() -> str:
    """Return what `gitsm --help` prints."""
    wide = max(map(len, VERBS))
    lines = [f"  {name:<{wide}}  {verb.summary}" for name, verb in VERBS.items()]
    return "\n".join(
        (
            "IT service management in git.",
            "",
            "Usage: gitsm VERB [ARGUMENTS]",
            "",
            *lines,
            "",
            "gitsm VERB --help says more of a verb; gitsm --version prints the version.",
            "Exit status: 0 fine, 1 errors found or refused, 2 cannot run, 3 a bug in gitsm, 130 interrupted.",
            "",
        )
    )
