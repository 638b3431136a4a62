# Reference values for src/outcomes/binary/stratified-newcombe: the formulas of Yan and Su (2010) written out on vectors,
# with Wilson limits from prop.test. "eighty subjects" is a published example that was validated outside R: difference
# 0.2539, limits 0.0347 and 0.4454. With one stratum the interval is Newcombe's method 10; "one stratum" is the example
# of Newcombe (1998), 56/70 against 48/80: 0.0524 and 0.3339.
# Run: Rscript test/oracles/stratified-newcombe/make.R
library(jsonlite)
sets <- list(
  "eighty subjects" = rbind(c(8, 9, 3, 6), c(4, 4, 6, 12), c(2, 5, 2, 5), c(5, 7, 3, 4), c(6, 7, 3, 8), c(5, 8, 3, 5)),
  "one stratum" = rbind(c(56, 70, 48, 80)),
  "three oxygen strata" = rbind(c(180, 935, 241, 933), c(290, 819, 335, 867), c(125, 268, 142, 294)),
  "a stratum without events" = rbind(c(0, 15, 4, 14), c(0, 8, 0, 9), c(5, 12, 7, 13)))
wilson <- function(x, n, q) sapply(seq_along(x), function(h)
  suppressWarnings(prop.test(x[h], n[h], conf.level = 1 - 2 * pnorm(q, lower.tail = FALSE), correct = FALSE))$conf.int)
case <- function(name, level) {
  m <- sets[[name]]; w <- m[, 2] * m[, 4] / (m[, 2] + m[, 4]); w <- w / sum(w); z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  limits <- function(x, n) { v <- x / n * (1 - x / n) / n; drop(wilson(x, n, z * sqrt(sum(w^2 * v)) / sum(w * sqrt(v))) %*% w) }
  a <- limits(m[, 1], m[, 2]); b <- limits(m[, 3], m[, 4]); d <- sum(w * (m[, 1] / m[, 2] - m[, 3] / m[, 4]))
  at <- function(p1, p2) z * sqrt(p1 * (1 - p1) * sum(w^2 / m[, 2]) + p2 * (1 - p2) * sum(w^2 / m[, 4]))
  list(name = paste(name, level), input = lapply(seq_len(nrow(m)), function(i) list(name = paste("stratum", i), of = list(events = m[i, 1], n = m[i, 2]),
    versus = list(events = m[i, 3], n = m[i, 4]))), options = list(level = level),
    expected = list(riskDifference = d, lower = d - at(a[1], b[2]), upper = d + at(a[2], b[1])))
}
cases <- c(lapply(names(sets), case, 0.95), list(case("eighty subjects", 0.8)))
print(sapply(cases, function(k) unlist(k$expected)))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/stratified-newcombe/make.R"), tolerance = 1e-11,
  toleranceReason = "closed form; the reference passes the quantile through a coverage", cases = cases), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/stratified-newcombe/strata.json")
