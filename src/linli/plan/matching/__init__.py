"""Helpers to tasks: who can, is near, and has given least so far."""
