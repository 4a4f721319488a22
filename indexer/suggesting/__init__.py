"""What might a person have meant, or be about to type?"""
