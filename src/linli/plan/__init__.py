"""Plans a neighbourhood can trust: values in, plans out; no database, no clock, no settings."""
