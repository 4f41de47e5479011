"""The results store: batches of runs as Parquet files that lose nothing and need nothing of this project to be read."""
