"""The deadline engine: legal periods as data, dates with their reasons.

arithmetic   adding days, working days and months in three ways
computing    raw, rolled and act-by date of one period
cutoffs      the last minute of a day, there and in Beijing
validity     which version of a law holds for a matter
asking       one question over the rows of the library: `ask(Question(rule, trigger))`
choosing     which rules a matter may fall under
"""
