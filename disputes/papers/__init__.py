"""Forms A to G: their content as data, and the paper made from it.

`blocks` is the language a form is written in, `frame` what every form carries, `application`, `decisions`, `opinion`
and `index` the seven forms, `build` the one door to them. `rendering`, `pdf` and `word` turn content into a page, a
PDF and a DOCX; none of them reads the record again. `fonts` says whether this machine can make a PDF, `making` makes
what is due.
"""
