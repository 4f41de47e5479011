"""A zone as its office knows it: a form of about fifteen numbers, and the zone among rivals that it makes."""
