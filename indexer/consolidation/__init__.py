"""What does a text say at a date, once what others did to it is applied?"""
