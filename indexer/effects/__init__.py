"""What does a text do to others and to itself: who amends, replaces and repeals whom, and when?"""
