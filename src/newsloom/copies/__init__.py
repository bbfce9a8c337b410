"""Identical and edited copies, found before stories: sketches, an index, aligned passages."""
