"""A unit that films by itself: from a film's script to pictures, finished shots, sound, captions and the movie."""
