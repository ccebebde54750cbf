"""Faces of results: one folder per result, one module per format."""
