"""What may be concluded: tables in, tables and figures out."""
