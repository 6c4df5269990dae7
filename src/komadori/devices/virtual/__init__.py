"""Devices without a cable that behave, and fail on demand, like those with one."""
