"""Komadori, an open stop-motion studio."""
