"""Verbs about forges: `gitsm forge VERB`, one module each."""
