"""Side-by-side figures: every one is a ratio of two things measured in the same run."""
