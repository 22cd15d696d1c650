"""Runnable stand-ins of the providers Master IA talks to. Shares no code with Master IA."""
