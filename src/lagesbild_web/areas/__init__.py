"""Where and what: a municipality's areas, named places, population and categories."""
