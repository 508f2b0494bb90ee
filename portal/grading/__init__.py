"""Grading in plain Python: answers in, numbers and sentences out.

Standard library only. Nothing here knows of Flask, a database, pydantic or a file.
"""

# Stored with every grade. Raise it when the same answers could grade differently than before.
VERSION = "1"
