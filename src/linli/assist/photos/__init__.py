"""Photos understood in a bounded process: words read, faces, plates and numbers found, a covered copy made."""
