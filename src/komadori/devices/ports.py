"""The only sockets and serial lines: dumb ports that carry bytes."""
