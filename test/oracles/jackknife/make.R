# Reference values for src/outcomes/resampling/jackknife: leave-one-out by its definition (Efron and Tibshirani 1993, chapter 11).
# Run: Rscript test/oracles/jackknife/make.R
library(jsonlite)
jack <- function(name, values, statistic, word, block = seq_along(values)) {
  k <- length(unique(block)); whole <- statistic(values)
  left <- sapply(unique(block), function(b) statistic(values[block != b]))
  se <- sqrt((k - 1) / k * sum((left - mean(left))^2))
  bias <- (k - 1) * (mean(left) - whole)
  list(name = name, input = list(values = values, block = block, statistic = word),
    expected = list(estimate = whole, bias = bias, corrected = whole - bias, standardError = se, pseudoValues = k * whole - (k - 1) * left,
      lower = whole - qt(0.975, k - 1) * se, upper = whole + qt(0.975, k - 1) * se, df = k - 1,
      acceleration = sum((mean(left) - left)^3) / (6 * sum((mean(left) - left)^2)^1.5)))
}
x <- c(4.1, 9.7, 2.2, 5.9, 13.4, 3.3, 7.1, 6.4, 5.2)
cases <- list(jack("mean", x, mean, "mean"), jack("variance with divisor n", x, function(v) mean((v - mean(v))^2), "variance"),
  jack("mean by blocks of three", x, mean, "mean", rep(1:3, each = 3)))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/jackknife/make.R"),
  tolerance = 1e-12, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/jackknife/leave-one-out.json")
