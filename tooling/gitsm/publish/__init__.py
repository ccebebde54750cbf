"""Pages: what people read who never see git."""
