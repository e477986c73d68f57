"""The pages of texts in the matrix."""

PUBLIC = dict.fromkeys(
    ("law_about", "law_akn", "law_diff", "law_provision", "law_version", "law_whole"), "the library is public"
)
