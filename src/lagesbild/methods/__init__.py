"""One method on one table: what `lagesbild stats METHOD` offers."""
