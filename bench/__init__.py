"""What is measured, and how: `make bench`. Figures are ratios to something measured in the same run where that is possible."""
