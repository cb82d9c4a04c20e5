"""What every feature stands on: use cases, who acts, pages and errors. It holds no domain."""
