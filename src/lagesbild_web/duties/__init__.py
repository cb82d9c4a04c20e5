"""What lag (2023:196) asks of the municipality, answered from its own data, and the registers beside it."""
