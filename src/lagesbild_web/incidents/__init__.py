"""What has happened: reports, the incidents in them, and their way from waiting to counted."""
