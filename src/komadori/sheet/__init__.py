"""The heart: what is on the screen at each frame, and why. Pure values, exact time, edits that have an inverse."""
