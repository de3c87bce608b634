"""One verdict on records: rules beyond the types, findings from every validator in one form, and reports."""
