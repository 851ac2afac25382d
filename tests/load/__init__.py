"""Many questions at real processes: a lean Bot API server, the bot as a process, and what became of each question."""
