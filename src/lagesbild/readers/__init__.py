"""Files in: CSV and XLSX become tables; every fault is told with its row, column and remedy."""
