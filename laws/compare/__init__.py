"""Two to five jurisdictions side by side (docs/jurisdictions.md).

choice     what an address asks for, and the sentences for what it should not
reading    the rows of the places, in a fixed number of queries
sections   the table: rows and cells, each with its source
sheet      the same as a workbook
"""
