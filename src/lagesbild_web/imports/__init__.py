"""Files with incidents: uploaded, understood, checked, loaded, and taken back."""
