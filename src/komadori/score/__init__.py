"""Wordless acting: one score gives movement, increments, voice and captions to characters that never speak."""
