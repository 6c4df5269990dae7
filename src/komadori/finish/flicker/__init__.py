"""The light of a take, told from its set: meters, lamps, what was wanted, and what is to be taken out."""
