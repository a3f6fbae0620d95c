"""How it is judged: text -> moves -> verdicts -> mark, and the nbgrader plugin classes around it."""
