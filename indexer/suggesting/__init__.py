"""What might a person have intended, or be about to type?"""
