"""Changes of the tables from version to version, run by Alembic when a store is opened for writing."""
