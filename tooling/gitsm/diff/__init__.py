"""What differs between two trees, in the words of the records."""
