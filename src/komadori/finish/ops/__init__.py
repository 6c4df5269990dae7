"""Finishing operations, one self-describing file each. They do not know each other."""
