"""What does a document say of itself? Its head: type, number, date, place, issuer, title."""
