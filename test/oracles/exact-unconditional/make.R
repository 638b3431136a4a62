# Reference values for src/outcomes/binary/exact-unconditional by brute force: every table, every common proportion of a fine
# grid, then optimize around its best points. Fisher's p by fisher.test. Run: Rscript test/oracles/exact-unconditional/make.R
library(jsonlite)
sup <- function(inside, n, m) { f <- function(p) sum((dbinom(0:n, n, p) %o% dbinom(0:m, m, p))[inside]); g <- seq(0, 1, length.out = 3001); v <- sapply(g, f)
  top <- order(-v)[1:8]; max(v, sapply(top, function(j) optimize(f, c(max(0, g[j] - 1 / 3000), min(1, g[j] + 1 / 3000)), maximum = TRUE, tol = 1e-12)$objective)) }
zs <- function(n, m, pooled) outer(0:n, 0:m, Vectorize(function(x, y) { p <- x / n; q <- y / m; s <- if (pooled) { r <- (x + y) / (n + m); r * (1 - r) * (1 / n + 1 / m) } else p * (1 - p) / n + q * (1 - q) / m
  if (s > 0) (p - q) / sqrt(s) else if (p == q) 0 else sign(p - q) * Inf }))
fish <- function(n, m, alt) outer(0:n, 0:m, Vectorize(function(x, y) fisher.test(matrix(c(x, n - x, y, m - y), 2), alternative = alt)$p.value))
case <- function(t, kind) { n <- t[2]; m <- t[4]; i <- t[1] + 1; j <- t[3] + 1
  if (kind == "boschloo") { e <- lapply(c("two.sided", "less", "greater"), function(a) { f <- fish(n, m, a); f <= f[i, j] * (1 + 1e-10) }) }
  else { z <- zs(n, m, kind == "score"); o <- z[i, j]; e <- list(abs(z) >= abs(o) - 1e-9, z <= o + 1e-9, z >= o - 1e-9) }
  p <- sapply(e, sup, n, m)
  list(name = sprintf("%s %g/%g v %g/%g", kind, t[1], n, t[3], m), input = list(of = list(events = t[1], n = n), versus = list(events = t[3], n = m)),
    options = list(statistic = kind), expected = list(p = p[1], pLess = p[2], pGreater = p[3])) }
tables <- list(c(7, 12, 1, 11), c(3, 10, 3, 10), c(8, 14, 1, 10), c(0, 9, 5, 8), c(15, 25, 7, 24), c(12, 13, 1, 14))
cases <- unlist(lapply(c("boschloo", "score", "wald"), function(k) lapply(tables, case, k)), recursive = FALSE)
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/exact-unconditional/make.R", note = "brute force over all tables and a grid of 3001 proportions with optimize"),
  tolerance = 1e-9, toleranceReason = "maximum of a polynomial found by two searches", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/exact-unconditional/brute-force.json")
