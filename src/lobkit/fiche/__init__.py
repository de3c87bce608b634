"""The sheet of the research bank: text to record, and record to text."""
