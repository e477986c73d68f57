"""Reading law texts in the formats their publishers use.

files     what was given (file, folder, zip, gz) as single files, bounded
choosing  which adapter reads a file, by looking at its content
adapters  one small module a family of formats: `sniff` and `parse`
numbers   article numbers as printed, normalised; anchors
matching  which law of the catalogue a text is
writing   a text as rows, all of a law at once or nothing
"""
