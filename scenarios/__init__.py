"""What a user may ask for, and the published figures that a scenario may name."""
