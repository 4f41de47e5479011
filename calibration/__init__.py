"""What is believed about the parameters, and why: priors, likelihood, posterior, validation."""
