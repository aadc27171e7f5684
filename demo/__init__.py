"""The thread that a first look at Quotefold shows, and what makes its page."""
