#!/usr/bin/env python3
"""Prints the table of docs/performance.md: each row ours, the same done with stock tools, and the least that the cryptography
and the disk take, in turns in one run; medians.

bench/bench.py BUILD        sizes: measure.py; make bench builds what it needs
"""
import analysis
import bundles
import keeping
import measure
import start


def main():
    print(measure.HEAD)
    start.rows()
    bundles.rows()
    keeping.rows()
    analysis.rows()


main()
