"""The peers, each as somebody writes it who knows the library well and wants it fast."""
