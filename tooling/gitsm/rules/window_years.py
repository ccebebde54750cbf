"""How far ahead rules look at windows."""

from datetime import timedelta
from typing import Final

AHEAD: Final = timedelta(days=366)
"""Whatever comes once a year comes in it."""
