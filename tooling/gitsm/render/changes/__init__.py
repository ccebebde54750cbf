"""Changes of a tree, in each format."""
