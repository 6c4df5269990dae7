"""Time passing: a moment of the story gives sun, moon, sky and season, and a clock runs it over a shot."""

from komadori.story.clock import StoryClock
from komadori.story.errors import BadStory
from komadori.story.season import Season, season_of
from komadori.story.sky import Sky, Weather
from komadori.story.story import Moon, Story, Sun

__all__ = ["BadStory", "Moon", "Season", "Sky", "Story", "StoryClock", "Sun", "Weather", "season_of"]
