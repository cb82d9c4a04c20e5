"""Daily reports in running text: divided into proposed incidents, looked through, and only then kept."""
