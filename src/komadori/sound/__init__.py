"""Sound read frame by frame: waves, envelopes, slices."""
