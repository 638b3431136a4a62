# Reference values for adjusted p-values: stats::p.adjust; Sidak and weighted Holm by their definitions (closed test of all
# intersections). Run: Rscript test/oracles/multiplicity-adjustment/make.R
library(jsonlite)
closed <- function(p, local) { m <- length(p); out <- numeric(m)
  for (s in 1:(2^m - 1)) { J <- which(bitwAnd(s, 2^(0:(m - 1))) > 0); q <- min(1, local(p, J)); out[J] <- pmax(out[J], q) }; out }
sidak <- function(p, m) -expm1(m * log1p(-p))
sets <- list("five" = c(0.011, 0.024, 0.006, 0.31, 0.049), "ties" = c(0.02, 0.02, 0.04, 0.04), "one" = 0.03, "tiny" = c(1e-250, 3e-17, 0.5, 1e-8), "all large" = c(0.7, 0.9, 1, 0.6), "hommel" = c(0.01, 0.015, 0.016, 0.04, 0.041, 0.2))
cases <- lapply(names(sets), function(n) { p <- sets[[n]]; m <- length(p); w <- (m:1) / sum(m:1)
  list(name = n, input = list(p = I(p), weights = I(w)), expected = list(
    bonferroni = I(p.adjust(p, "bonferroni")), holm = I(p.adjust(p, "holm")), hochberg = I(p.adjust(p, "hochberg")), hommel = I(p.adjust(p, "hommel")),
    `benjamini-hochberg` = I(p.adjust(p, "BH")), `benjamini-yekutieli` = I(p.adjust(p, "BY")), sidak = I(sidak(p, m)),
    `holm-sidak` = I(closed(p, function(p, J) min(sidak(p[J], length(J))))), weightedHolm = I(closed(p, function(p, J) min(p[J] / (w[J] / sum(w[J])))))))})
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/multiplicity-adjustment/make.R"), tolerance = 1e-13,
  toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/multiplicity-adjustment/p-adjust.json")
