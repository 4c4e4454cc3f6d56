"""The rules: standard library only, no Flask, no database, no files, no clock, no randomness.

Data flows one way: questionnaire → answers → scoring → tally → comparison → report.
"""
