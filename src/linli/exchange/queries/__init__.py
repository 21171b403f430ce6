"""Every named read about exchange."""
