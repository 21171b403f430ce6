"""Sign-in: how the sign-in library meets our accounts, what it must not do, and what it leaves on record."""
