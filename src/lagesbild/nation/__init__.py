"""The national run: every municipality and category, week by week, in parts that can be done anywhere."""
