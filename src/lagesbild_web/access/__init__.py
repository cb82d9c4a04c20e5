"""Who people are, which organisations they belong to, and what their roles let them do."""
