"""Servers over HTTP: Khoản's, and Flask views over other engines, under the same load."""
