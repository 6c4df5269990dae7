"""The miniature stage: sets, puppets and looks as data, and the renderers that photograph them from outside."""
