"""The zone: its management committee decides on staff, pay, channels, gates, land and money."""
