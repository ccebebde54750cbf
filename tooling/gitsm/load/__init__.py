"""From YAML to records, each with its place."""
