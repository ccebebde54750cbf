"""Writing YAML for people, without losing a word of theirs."""
