"""The command line. Each module holds the commands of one kind; ``app`` does the wiring."""

from newsloom.cli.root import main

__all__ = ["main"]
