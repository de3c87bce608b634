"""What schools did for career guidance."""

from praktijkvoorbeelden.model import MODEL, Praktijkvoorbeeld, Stap, Werkvorm

__all__ = ["MODEL", "Praktijkvoorbeeld", "Stap", "Werkvorm"]
