"""Duty rosters 5+2: staff on working days, Party members and volunteers on rest days, fair over the year."""
