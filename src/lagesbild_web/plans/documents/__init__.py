"""Documents of the plan: the plan itself, applications and accounts of grants, and the monthly area sheet."""
