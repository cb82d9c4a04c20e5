"""Time: alarms, season, reporting delay, aoristic weights and effects."""
