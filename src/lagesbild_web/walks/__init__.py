"""Safety walks: planned, walked with a phone, told in a protocol, followed up until done or told why not."""
