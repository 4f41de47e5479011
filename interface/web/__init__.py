"""The web page on which policymakers compare options: a server of streams, and the page itself."""
