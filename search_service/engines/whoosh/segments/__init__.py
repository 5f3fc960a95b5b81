"""An update behind the generation before: a segment appended, both read as one, and merged."""
