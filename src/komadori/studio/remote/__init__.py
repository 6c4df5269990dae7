"""Others who press and are told: button boxes, OSC, scripts."""
