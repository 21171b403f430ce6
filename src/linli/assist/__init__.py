"""Texts and photos understood: values in, values out; no database, no clock, no settings.

Nothing here decides. Every answer says how sure it is; libraries are an extra that only helpers load.
"""
