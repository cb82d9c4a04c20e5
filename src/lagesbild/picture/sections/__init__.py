"""The sections of a situation picture: each asks its methods and says what they found."""
