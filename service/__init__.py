"""Toasoan: a headless content service for Vietnamese news portals."""

__version__ = "0.1.0"
