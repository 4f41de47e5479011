"""Reports for offices: findings first, in a file that reads without a network and repeats itself."""
