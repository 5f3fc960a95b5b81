"""The embedded engine: Whoosh keeps the record, memory-mapped arrays answer."""
