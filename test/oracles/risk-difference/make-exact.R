# Reference values for the exact unconditional interval of src/outcomes/binary/risk-difference, by brute force from its definition (Chan and
# Zhang 1999): every table is looked at, the restricted proportion comes from a numerical maximum of the likelihood, the nuisance proportion
# from a grid of 300 that is refined about its best, the limit from the outermost crossing on grids of 0.05 and 0.004 and bisection.
# Run: Rscript test/oracles/risk-difference/make-exact.R
library(jsonlite)
score <- function(x, n, y, m, d) {
  lo <- max(0, -d); hi <- min(1, 1 - d)
  s <- function(p) { a <- p + d # derivative of the log-likelihood, which falls in p
    (if (x > 0) x / a else 0) - (if (x < n) (n - x) / (1 - a) else 0) + (if (y > 0) y / p else 0) - (if (y < m) (m - y) / (1 - p) else 0) }
  e <- 1e-12; p <- if (s(lo + e) <= 0) lo else if (s(hi - e) >= 0) hi else uniroot(s, c(lo + e, hi - e), tol = 1e-15)$root
  v <- (p + d) * (1 - p - d) / n + p * (1 - p) / m
  if (v > 1e-14) (x / n - y / m - d) / sqrt(v) else 0
}
tail <- function(x, n, y, m, d) {
  z <- outer(0:n, 0:m, Vectorize(function(i, j) score(i, n, j, m, d)))
  inside <- z >= z[x + 1, y + 1] - 1e-7
  lo <- max(0, -d); hi <- min(1, 1 - d)
  at <- function(p) { a <- pmin(1, pmax(0, p + d)); sapply(seq_along(p), function(i) sum(inside * outer(dbinom(0:n, n, a[i]), dbinom(0:m, m, p[i])))) }
  grid <- lo + (hi - lo) * sin(seq(0, pi, length.out = 301) / 2)^2
  v <- at(grid); k <- which.max(v)
  max(v, optimize(at, grid[c(max(1, k - 1), min(301, k + 1))], maximum = TRUE, tol = 1e-10)$objective)
}
lower <- function(x, n, y, m, share) {
  f <- function(d) tail(x, n, y, m, d) > share
  outside <- -1 + 1e-7; if (f(outside)) return(-1)
  for (step in c(0.05, 0.004)) { d <- outside + step; while (!f(d)) { outside <- d; d <- d + step } }
  inside <- d
  while (inside - outside > 1e-10) { mid <- (inside + outside) / 2; if (f(mid)) inside <- mid else outside <- mid }
  (inside + outside) / 2
}
case <- function(x, n, y, m, level) list(name = sprintf("%d/%d against %d/%d, %g", x, n, y, m, level),
  input = list(of = list(events = x, n = n), versus = list(events = y, n = m)), options = list(level = level, interval = "exact-unconditional"),
  expected = list(riskDifference = x / n - y / m, lower = lower(x, n, y, m, (1 - level) / 2), upper = -lower(y, m, x, n, (1 - level) / 2),
    p = min(1, 2 * min(tail(x, n, y, m, 0), tail(y, m, x, n, 0)))))
write(toJSON(list(provenance = list(software = R.version.string, packages = "none: brute force from the definition",
  command = "Rscript test/oracles/risk-difference/make-exact.R"), tolerance = 1e-8,
  toleranceReason = "limits by bisection to 1e-10, nuisance maximum to 1e-10",
  cases = list(case(4, 7, 1, 6, 0.95), case(0, 6, 0, 8, 0.95), case(5, 5, 0, 6, 0.9), case(3, 10, 4, 5, 0.95), case(6, 8, 7, 8, 0.9))),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/risk-difference/exact-unconditional.json")
