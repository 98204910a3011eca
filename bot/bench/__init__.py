"""The project's benchmarks: real processes on this machine, figures as ratios to something measured in the same run.

Nothing here is imported by what a practice runs.
"""
