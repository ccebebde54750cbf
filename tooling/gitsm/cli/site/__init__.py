"""`gitsm site`: the published catalogue and knowledge base."""
