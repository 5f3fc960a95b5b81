"""The engine seam: one protocol, one folder an engine."""
