"""The public pages of the library. They only read; what is personal never appears on them."""
