"""Where stations should stand: how many are within a quarter of an hour's walk, and how far it is on average."""
