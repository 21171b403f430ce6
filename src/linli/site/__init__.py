"""Settings, addresses, navigation, sign-in, the command-line door."""
