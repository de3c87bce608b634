"""What is derived from declared classes for other tools: context, JSON Schema, SHACL shapes, ontology."""
