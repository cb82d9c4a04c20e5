"""How it goes: status by quarter, the values of indicators, and what measures led to."""
