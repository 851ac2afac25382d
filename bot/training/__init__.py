"""Learn from the utterances of the knowledge base; runs when the bot is built, not while it answers."""
