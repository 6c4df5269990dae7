"""Protocols as bytes in and bytes out: no socket, no clock."""
