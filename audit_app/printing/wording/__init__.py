"""Sentences worded at print from a report's structured data, in the language spoken.

Names that authors wrote (standards, questions, places) come as nominatives, so every sentence sets them
between quotation marks or behind a colon, where no language bends them.
"""
