"""What all texts of an archive say of its language: spelling, phrases, completions."""
