# Reference values of the corrected Wald interval (R prop.test by default) and of Hauck and Anderson's, by its definition.
# Run: Rscript test/oracles/risk-difference/make-corrected.R
library(jsonlite)
tables <- list(c(7, 34, 1, 34), c(621, 2022, 729, 2094), c(3, 10, 3, 10), c(3, 10, 3, 11), c(9, 10, 2, 12), c(0, 12, 4, 9), c(5, 5, 1, 40), c(2, 3, 1, 2))
hauck <- function(x, n, level) {
  p <- x / n; d <- p[1] - p[2]; s <- sqrt(sum(p * (1 - p) / (n - 1))); c <- 1 / (2 * min(n))
  h <- qnorm((1 + level) / 2) * s + c
  list(lower = max(-1, d - h), upper = min(1, d + h), p = 2 * pnorm(-max(0, abs(d) - c) / s))
}
prop <- function(x, n, level) {
  t <- suppressWarnings(prop.test(x, n, conf.level = level))
  list(lower = t$conf.int[1], upper = t$conf.int[2], p = t$p.value)
}
cases <- list()
for (method in c("wald-corrected", "hauck-anderson")) for (t in tables) for (level in c(0.95, 0.9)) {
  x <- t[c(1, 3)]; n <- t[c(2, 4)]
  e <- if (method == "wald-corrected") prop(x, n, level) else hauck(x, n, level)
  cases[[length(cases) + 1]] <- list(name = sprintf("%s %d/%d and %d/%d at %g", method, t[1], t[2], t[3], t[4], level),
    input = list(of = list(events = t[1], n = t[2]), versus = list(events = t[3], n = t[4])),
    options = list(interval = method, level = level), expected = e)
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/risk-difference/make-corrected.R"),
  tolerance = 1e-12, toleranceReason = "closed forms", cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/risk-difference/corrected.json")
