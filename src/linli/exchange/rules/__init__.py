"""Decisions of exchange: values in, values out."""
