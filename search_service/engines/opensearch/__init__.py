"""The engine for archives beyond one machine: an OpenSearch cluster."""
