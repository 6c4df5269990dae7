"""Everything with a cable, and the virtual devices that stand in for it."""
