"""Entry points, thin: the command line, the web page, the report."""
