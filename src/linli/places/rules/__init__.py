"""Decisions about places: values in, values out."""
