"""Verbs about policies: `gitsm policy VERB`, one module each."""
