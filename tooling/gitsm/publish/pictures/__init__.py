"""Pictures: SVG that needs no script, is the same every time, and says in words what it shows."""
