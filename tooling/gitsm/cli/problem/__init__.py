"""Verbs about problems: `gitsm problem VERB`, one module each."""
