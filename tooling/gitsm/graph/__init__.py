"""What depends on what, and how failure travels."""
