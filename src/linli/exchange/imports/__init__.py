"""Files that become matters."""
