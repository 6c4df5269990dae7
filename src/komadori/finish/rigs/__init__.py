"""Taking a rig out of a picture: where it is, how it moves through a take, and what stood behind it."""
