"""What stands under Django: processes, the embedded PostgreSQL, secrets, folders, logs."""
