"""The least any Python program can do: ask git what differs between two trees and for both sides of it."""

import subprocess
import sys

top, base, head = sys.argv[1:]
git = ["git", f"--git-dir={top}/.git"]
raw = subprocess.run([*git, "diff-tree", "-r", "--raw", "-z", base, head], stdout=subprocess.PIPE, check=True).stdout
oids = [oid for line in raw.split(b"\0") if line.startswith(b":") for oid in line.split(b" ")[2:4]]
subprocess.run([*git, "cat-file", "--batch"], input=b"\n".join(oids) + b"\n", stdout=subprocess.PIPE, check=True)
