"""The page as a tree, and the words in it."""
