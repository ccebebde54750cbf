"""What a change would do, and whether it may."""
