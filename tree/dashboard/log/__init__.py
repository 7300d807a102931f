"""What was logged: the tables, the engine, the daily counts and the queries."""
