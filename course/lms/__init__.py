"""In and out of a learning platform (LMS): its downloads of submissions, and its sheets of grades.

What the platforms' names and columns mean is decided by pure functions, one module a platform; `collecting` and
`exporting` read and write the files around them.
"""
