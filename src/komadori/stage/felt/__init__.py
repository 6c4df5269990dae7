"""Felt by numbers: forms are sculpted to a surface, painted, and grown over with fibres; yarn is knitted."""
