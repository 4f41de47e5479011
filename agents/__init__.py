"""The four kinds of agents: their records, their parameters and the rules they decide by."""
