"""Records looked up, in each format."""
