# Reference values for src/outcomes/resampling/permutation-test: all arrangements enumerated.
# Run: Rscript test/oracles/permutation-test/make.R
library(jsonlite)
difference <- function(x, of) mean(x[of]) - mean(x[!of])
exact <- function(name, x, of, stratum = rep(1, length(x))) {
  parts <- lapply(unique(stratum), function(s) { i <- which(stratum == s); combn(length(i), sum(of[i]), function(k) i[k], simplify = FALSE) })
  grid <- expand.grid(lapply(parts, seq_along))
  values <- apply(grid, 1, function(g) { chosen <- unlist(Map(function(p, k) p[[k]], parts, g)); difference(x, seq_along(x) %in% chosen) })
  seen <- difference(x, of); near <- 1e-9 * max(1, abs(seen))
  list(name = name, input = list(values = x, of = as.integer(of), stratum = stratum),
    expected = list(statistic = seen, arrangements = length(values), greater = mean(values >= seen - near), less = mean(values <= seen + near),
      twoSided = mean(abs(values) >= abs(seen) - near)))
}
cases <- list(
  exact("4 v 5", c(5.1, 7.3, 6.2, 9.9, 2.2, 4.4, 3.8, 5.0, 4.1), c(TRUE, TRUE, TRUE, TRUE, FALSE, FALSE, FALSE, FALSE, FALSE)),
  exact("ties", c(1, 1, 2, 3, 2, 2, 1, 0), c(TRUE, FALSE, TRUE, TRUE, FALSE, TRUE, FALSE, FALSE)),
  exact("two strata", c(5, 7, 6, 9, 1, 2, 2, 4, 3, 8), c(1, 0, 1, 0, 1, 1, 0, 0, 1, 0) == 1, c(1, 1, 1, 1, 2, 2, 2, 2, 2, 2)))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/permutation-test/make.R"),
  tolerance = 1e-12, toleranceReason = "counts of arrangements", cases = cases), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/permutation-test/enumerated.json")
