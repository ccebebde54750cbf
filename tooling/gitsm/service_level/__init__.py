"""What is promised in figures, what backs it, what was achieved, and what is left."""
