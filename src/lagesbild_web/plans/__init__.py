"""Action plans: goals, indicators, measures, their time and their money."""
