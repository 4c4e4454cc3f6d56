"""Questionnaires as pages: plain data for the templates, and what comes back parsed and checked.

A table question type → parser replaces a form field per radio button, which costs twenty times the page.
"""
