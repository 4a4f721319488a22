"""Is a text in force at a date, by what the texts of a collection say of one another?"""
