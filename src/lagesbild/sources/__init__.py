"""Outside sources, each recognising its own files; the only place with network code."""
