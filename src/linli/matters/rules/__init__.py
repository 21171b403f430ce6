"""Decisions about matters: values in, values out."""
