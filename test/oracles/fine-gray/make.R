# Reference values for src/survival/fine-gray come from the same rows as those of cumulative incidence.
# Run: Rscript test/oracles/fine-gray/make.R
source("test/oracles/cumulative-incidence/make.R")
