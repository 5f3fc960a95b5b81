"""The newsroom's desk: past coverage over time, in context, as a story, and taken away."""
