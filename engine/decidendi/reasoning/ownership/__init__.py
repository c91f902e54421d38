"""Who is reached through ownership: exact, dated, three-valued. One idea a module; reads no files.

`registering` makes a graph of what a register says of one day, `solving` decides who must and who may be reached,
`arrays` does the same for graphs of millions of holdings, `supporting`, `refuting` and `settling` read the reasons
off the solution, and `timeline` asks day by day.
"""
