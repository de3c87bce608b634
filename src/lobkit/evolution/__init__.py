"""How a vocabulary lives: two versions compared concept by concept, and records brought from one to the other."""
