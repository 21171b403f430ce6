"""Readers of public problem formats: text in, problems out; used to measure, never to plan."""
