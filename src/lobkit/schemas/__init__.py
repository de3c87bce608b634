"""What is derived from the shapes for others to read: contexts and schemas."""
