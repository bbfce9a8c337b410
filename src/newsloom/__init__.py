"""Newsloom: an aggregator of the world's media that shows where each story comes from."""

__version__ = "0.1.0"
