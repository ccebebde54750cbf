"""Audits and replays, in each format."""
