"""One verb a module: the shell that reads, writes, and obtains keys, time and chance."""
