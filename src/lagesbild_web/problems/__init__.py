"""Problems: what is to be prevented, why it was chosen, how it is judged and what causes it."""
