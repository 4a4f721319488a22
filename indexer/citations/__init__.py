"""What does a text cite, which document does it mean, and who cites whom?"""
