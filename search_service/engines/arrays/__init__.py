"""What an engine answers beside a search: arrays on disk, which a build makes and a reader maps."""
