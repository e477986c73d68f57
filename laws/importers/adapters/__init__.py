"""One module a family of formats, with one object `ADAPTER` each; `laws.importers.choosing` lists them."""
