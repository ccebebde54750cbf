"""The verbs: where each one lives, and its line in the help."""

# Imports nothing: `gitsm --help` prints this table before anything else is loaded, `typing` included.


class Verb:
    """One verb of the command line; a word that only stands before others has them in `below`, and no command."""

    __slots__ = ("below", "module", "summary")

    def __init__(self, module: str, summary: str, below: "dict[str, Verb] | None" = None) -> None:
        self.module = module
        self.summary = summary
        self.below = below


VERBS: dict[str, Verb] = {
    "init": Verb("gitsm.cli.init", "a data repository to begin with"),
    "doctor": Verb("gitsm.cli.doctor", "what is missing or wrong around the catalogue"),
    "check": Verb("gitsm.cli.check", "validate the records of a tree"),
    "diff": Verb("gitsm.cli.diff", "what differs between two trees, field by field"),
    "impact": Verb("gitsm.cli.impact", "what a change reaches, why, how badly, and whom to ask"),
    "gate": Verb("gitsm.cli.gate", "whether a change may be merged, why, and who acts next"),
    "simulate": Verb("gitsm.cli.simulate", "what fails if something fails"),
    "sla": Verb("gitsm.cli.sla", "what is promised, what backs it, what was achieved, what is left"),
    "change": Verb(
        "gitsm.cli.change",
        "change requests: when one may be carried out, and when others are",
        {
            "calendar": Verb("gitsm.cli.change.calendar", "what is done when, and when it may be"),
            "conflicts": Verb("gitsm.cli.change.conflicts", "a change against everything else that is open"),
            "new": Verb("gitsm.cli.change.new", "a change record, drafted from what was edited"),
            "list": Verb("gitsm.cli.change.list_", "the changes of a tree, by where they stand"),
            "show": Verb("gitsm.cli.change.show", "one change, and where it stands"),
            "schedule": Verb("gitsm.cli.change.schedule", "the next free times for a piece of work"),
        },
    ),
    "incident": Verb(
        "gitsm.cli.incident",
        "incidents: look at one, keep its timeline, learn from it",
        {
            "triage": Verb("gitsm.cli.incident.triage", "what it hurts, how soon it matters, what may be behind it"),
            "log": Verb("gitsm.cli.incident.log", "an entry of its timeline"),
            "review": Verb("gitsm.cli.incident.review", "the post-incident review, drafted; its actions, tracked"),
        },
    ),
    "problem": Verb(
        "gitsm.cli.problem",
        "problems: what is behind several incidents, and what is known",
        {
            "suggest": Verb("gitsm.cli.problem.suggest", "incidents that are alike and have no problem yet"),
            "known-errors": Verb("gitsm.cli.problem.known_errors", "what is wrong, known, and can be lived with"),
        },
    ),
    "audit": Verb("gitsm.cli.audit", "which merges were decided on, and whether the decisions hold"),
    "policy": Verb(
        "gitsm.cli.policy",
        "policies: what another one would have decided",
        {
            "test": Verb("gitsm.cli.policy.test", "merged changes, judged by the policies as they are edited"),
        },
    ),
    "rule": Verb("gitsm.cli.rule", "the manual of a rule, or the list of all"),
    "demo": Verb("gitsm.cli.demo", "a pull request on the example organisation, shown"),
    "show": Verb("gitsm.cli.show", "one record, and what it is related to"),
    "list": Verb("gitsm.cli.list_", "the records of a kind"),
    "knowledge": Verb("gitsm.cli.knowledge", "how good what is written down is, and what is not"),
    "suggest": Verb("gitsm.cli.suggest", "articles, known errors and requests that fit a text"),
    "forms": Verb("gitsm.cli.forms", "issue forms from what may be asked for and what may fail"),
    "record": Verb("gitsm.cli.record", "a form that was sent in becomes a record on a branch"),
    "log": Verb("gitsm.cli.log", "every commit that altered a record, field by field"),
    "blame": Verb("gitsm.cli.blame", "who made a record what it is"),
    "graph": Verb("gitsm.cli.graph", "what a record needs, and what needs it"),
    "fmt": Verb("gitsm.cli.fmt", "record files in their canonical layout"),
    "new": Verb("gitsm.cli.new", "a record to fill in"),
    "rename": Verb("gitsm.cli.rename", "another id for a record, and for every reference to it"),
    "import": Verb("gitsm.cli.import_", "another system's records become ours"),
    "forge": Verb(
        "gitsm.cli.forge",
        "GitHub, GitLab and Gitea: judge in a pipeline, post, ask who agrees",
        {
            "judge": Verb("gitsm.cli.forge.judge", "what the judging job of a pipeline runs"),
            "publish": Verb("gitsm.cli.forge.publish", "post a verdict on a change: a comment and a check"),
            "audit": Verb("gitsm.cli.forge.audit", "whether what was pushed was agreed to"),
            "approvals": Verb("gitsm.cli.forge.approvals", "who made a change, and what people said of it"),
            "open-changes": Verb("gitsm.cli.forge.open_changes", "the other open changes, for the gate"),
        },
    ),
    "export": Verb("gitsm.cli.export", "the records in another system's format"),
    "codeowners": Verb("gitsm.cli.codeowners", "who a forge asks, from who owns which record"),
    "health": Verb("gitsm.cli.health", "how complete, correct and compliant the CMDB is"),
    "site": Verb(
        "gitsm.cli.site",
        "the published catalogue and knowledge base",
        {
            "build": Verb("gitsm.cli.site.build", "the pages, written"),
            "serve": Verb("gitsm.cli.site.serve", "the pages, shown while somebody edits"),
            "render": Verb("gitsm.cli.site.render", "the pages as Markdown, for another generator"),
        },
    ),
    "metrics": Verb("gitsm.cli.metrics", "how often, how fast and how well changes are made"),
    "schema": Verb("gitsm.cli.schema", "JSON Schema of the records, for editors"),
    "completion": Verb("gitsm.cli.completion", "the completion script of a shell"),
}
"""By name, in the order of the help. A module has `command`, built with `gitsm.cli.options.verb`."""


def commands() -> "dict[str, Verb]":
    """List every verb that is a command, by all its words: `check`, `change schedule`."""
    found: dict[str, Verb] = {}
    for name, verb in VERBS.items():
        found.update(
            {name: verb} if verb.below is None else {f"{name} {word}": one for word, one in verb.below.items()}
        )
    return found


def overview() -> str:
    """Return what `gitsm --help` prints."""
    return "\n".join(
        (
            "IT service management in git.",
            "",
            "Usage: gitsm VERB [ARGUMENTS]",
            "",
            *_lines(VERBS),
            "",
            "gitsm VERB --help says more of a verb; gitsm --version prints the version.",
            "Exit status: 0 fine, 1 errors found or refused, 2 cannot run, 3 a bug in gitsm, 130 interrupted.",
            "",
        )
    )


def overview_of(name: str) -> str:
    """Return what `gitsm NAME --help` prints for a word that only stands before others."""
    verb = VERBS[name]
    head = f"{verb.summary[0].upper()}{verb.summary[1:]}."
    lines = (head, "", f"Usage: gitsm {name} VERB [ARGUMENTS]", "", *_lines(verb.below or {}), "")
    return "\n".join((*lines, f"gitsm {name} VERB --help says more of a verb.", ""))


def _lines(verbs: "dict[str, Verb]") -> "list[str]":
    wide = max(map(len, verbs))
    return [f"  {name:<{wide}}  {verb.summary}" for name, verb in verbs.items()]
