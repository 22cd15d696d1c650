"""The wall of phones: what customers see, in the browser, and their answers."""
