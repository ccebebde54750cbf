"""The MkDocs theme `gitsm`: small, fast, and complete by itself."""
