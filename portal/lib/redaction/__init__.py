"""What a file says beyond what it shows: text under a black box, names in its properties, earlier versions.

`running.check_file` is what callers use: it looks in a process of its own with limits, because files come from
anywhere. `looking.look` is the check itself, a pure function from bytes to findings. Neither needs Django.
"""
