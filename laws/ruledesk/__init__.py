"""The rules desk: reviewing rules of time, changing them by two hands, confirming years of holiday calendars.

actions    review, propose, accept, reject, take back
years      confirming a year of a calendar
samples    worked dates of a rule
queue      what waits, most used first
"""
