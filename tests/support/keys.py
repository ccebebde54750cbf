"""SSH keys of people, and what is signed with them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.repositories import git


@dataclass(frozen=True)
class Ring:
    """Keys of people, each in a file."""

    folder: Path

    def public(self, name: str) -> str:
        return " ".join((self.folder / f"{name}.pub").read_text("ascii").split()[:2])

    def signing(self, name: str) -> tuple[str, ...]:
        return ("-c", "gpg.format=ssh", "-c", f"user.signingKey={self.folder / name}")

    def say(self, repository: Path, who: str | None, text: str) -> str:
        """Commit nothing but a message, as somebody, and give the commit."""
        signing = () if who is None else self.signing(who)
        options = ("-q", "--allow-empty", "-m", text, *(("-S",) if who else ()))
        git(repository, *signing, "commit", *options, when=320)
        return git(repository, "rev-parse", "HEAD")


def ring(folder: Path, *people: str) -> Ring:
    """Make keys."""
    for name in people:
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(made, check=True, capture_output=True)
    return Ring(folder)


def signers(ring: Ring, *names: str, until: str = "") -> str:
    """Write the policy that says whose keys they are."""
    end = f", until: {until}" if until else ""
    keys = "".join(f"    - {{handle: {name}, key: {ring.public(name)}{end}}}\n" for name in names)
    return f"---\nkind: policy\nid: signers\nsigners:\n  keys:\n{keys}"
