# Reference values for the Jonckheere-Terpstra test: J from all pairs, mean and variance of J from every deal of the subjects into
# groups of these sizes. Run: Rscript test/oracles/jonckheere-terpstra/make.R
library(jsonlite)
J <- function(x, g) { s <- 0; for (a in seq_along(x)) for (b in seq_along(x)) if (g[a] < g[b]) s <- s + (x[a] < x[b]) + (x[a] == x[b]) / 2; s }
deals <- function(n) { if (sum(n) == 0) return(list(integer(0))); out <- list()
  for (k in which(n > 0)) { m <- n; m[k] <- m[k] - 1; out <- c(out, lapply(deals(m), function(d) c(k, d))) }; out }
sets <- list("no ties" = list(c(4, 9, 7), c(1, 12, 5), c(10, 13, 8)), "ties" = list(c(1, 1, 2), c(2, 3, 3), c(1, 2)), "many ties, a falling trend" = list(c(3, 3, 2, 3), c(1, 2, 2), c(1, 1)), "two groups" = list(c(1, 4, 2, 2), c(3, 3, 6, 7, 5)))
cases <- lapply(names(sets), function(n) { x <- unlist(sets[[n]]); g <- rep(seq_along(sets[[n]]), lengths(sets[[n]])); j <- J(x, g)
  all <- sapply(deals(lengths(sets[[n]])), function(d) J(x, d)); mu <- mean(all); v <- mean((all - mu)^2); z <- (j - mu) / sqrt(v)
  list(name = n, input = lapply(sets[[n]], I), expected = list(j = j, expected = mu, standardDeviation = sqrt(v), z = z, logP = log(2) + pnorm(-abs(z), log.p = TRUE))) })
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/jonckheere-terpstra/make.R"), tolerance = 1e-11, toleranceReason = "closed form against a sum over all deals", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/jonckheere-terpstra/all-deals.json")
