"""Readers and writers that are compiled for each class, once, from its shape: what is usual is done here, and fast.

Whatever is unusual raises `Unusual`, and the reader that explains takes over; so there is one verdict and one message.
"""
