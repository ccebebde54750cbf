"""How well it goes: the health of the CMDB, and figures from history."""
