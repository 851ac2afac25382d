"""The bot in Telegram; ``bot.telegram.serve`` is the way in (nothing is imported here, to keep ``health`` light)."""
