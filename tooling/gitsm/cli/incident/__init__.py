"""Verbs about incidents: `gitsm incident VERB`, one module each."""
