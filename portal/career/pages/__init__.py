"""What each template of this room may use."""
