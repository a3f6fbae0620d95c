"""One file a sub-command: thin, each naming what it calls."""
