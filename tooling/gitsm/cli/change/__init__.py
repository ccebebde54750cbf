"""Verbs about change requests: `gitsm change VERB`, one module each."""
