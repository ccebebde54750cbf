"""A tree judged again: what was found in one near it is kept on disk, and only what an edit reaches is judged."""
