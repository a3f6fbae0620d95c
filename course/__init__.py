"""What people read and run: lessons, dialogues, figures, and the few names that a notebook imports."""
