"""Files that are spoiled at random, and what may be read of them all the same.

`shapes` has tiny files of every shape and says where their values go; `bytes_spoilt`, `tables_spoilt` and
`values_spoilt` spoil them. `strictly` reads single cells, without the program: every value that a text can
be read as by somebody who guesses nothing; `fair` says with it whether what is stored may have been read.
"""
