"""Exchange with other systems: importers, exporters and schemas, one module per format."""
