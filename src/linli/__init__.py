"""邻里 Linli: one open system for neighbourhood work."""
