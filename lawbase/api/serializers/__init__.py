"""What the API says of each thing. They write only: nothing is read from a caller."""
