"""Which quotes repeat what already stands on the page, and which of them to fold."""
