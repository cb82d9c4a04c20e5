"""The open pages: what has been published for everybody, without log-in and without cookies."""
