"""Figures of the house, as ratios to a bare page in the same run."""
