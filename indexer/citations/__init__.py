"""What does a text cite, which document is meant, and who cites whom?"""
