"""What is asked: exercises, the bank they come from, the student's answers, the answer card."""
