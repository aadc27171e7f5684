"""The commands of build.py. Standard library only: they make the environment they run in."""
