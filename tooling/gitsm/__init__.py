"""IT service management in git."""

__version__ = "0.1.0"
