# Reference values for the exact unconditional intervals of risk ratio and odds ratio, by brute force from their definition (two one-sided
# tests turned round, Chan and Zhang 1999): every table is looked at, the restricted proportions come from the root of the derivative of the
# likelihood, the nuisance proportion from grids of 400 that are refined about their best, the limit from the outermost crossing on grids of
# 0.1 and 0.008 of the logarithm and bisection. Run: Rscript test/oracles/two-proportions/make-exact.R
library(jsonlite)
root <- function(f, lo, hi) { a <- f(lo); b <- f(hi); if (a * b > 0) (if (abs(a) < abs(b)) lo else hi) else uniroot(f, c(lo, hi), tol = 1e-15)$root }
pairs <- list( # p of the first arm from that of the second
  rr = list(of = function(p, r) pmin(1, r * p), top = function(r) min(1, 1 / r)),
  or = list(of = function(p, r) r * p / (1 - p + r * p), top = function(r) 1))
z <- list(
  rr = function(x, n, y, m, r) { # maximum of the likelihood over p2, p1 = r p2
    if (x + y == 0) return(0)
    top <- min(1, 1 / r); s <- function(p) (x + y) / p - (n - x) * r / (1 - r * p) - (m - y) / (1 - p)
    p <- root(s, 1e-14 * top, top * (1 - 1e-14)); v <- r * p * (1 - r * p) / n + r^2 * p * (1 - p) / m
    if (v > 1e-13 * min(1, r)) (x / n - r * y / m) / sqrt(v) else 0 },
  or = function(x, n, y, m, r) { # the fit keeps the total of events
    if (x + y == 0 || x + y == n + m) return(0)
    g <- function(t) n * plogis(t + log(r) / 2) + m * plogis(t - log(r) / 2) - x - y
    t <- uniroot(g, c(-60, 60), tol = 1e-14)$root; a <- plogis(t + log(r) / 2); b <- plogis(t - log(r) / 2)
    v <- 1 / (1 / (n * a * plogis(-t - log(r) / 2)) + 1 / (m * b * plogis(-t + log(r) / 2))); (x - n * a) / sqrt(v) })
tail <- function(k, x, n, y, m, r) {
  s <- outer(0:n, 0:m, Vectorize(function(i, j) z[[k]](i, n, j, m, r))); o <- s[x + 1, y + 1]; inside <- s >= o - 1e-9 * max(1, abs(o))
  at <- function(p1, p2) sum(inside * outer(dbinom(0:n, n, p1), dbinom(0:m, m, p2)))
  if (k == "rr") { grid <- seq(0, pi / 2, length.out = 401); f <- function(u) { p <- pairs$rr$top(r) * sin(u)^2; at(min(1, r * p), p) } }
  else { grid <- seq(-16, 16, length.out = 801); f <- function(u) at(plogis(u + log(r) / 2), plogis(u - log(r) / 2)) }
  v <- sapply(grid, f); top <- order(-v)[1:5]
  max(v, sapply(top, function(i) optimize(f, grid[c(max(1, i - 1), min(length(grid), i + 1))], maximum = TRUE, tol = 1e-11)$objective))
}
lower <- function(k, x, n, y, m, share) {
  if (x == 0 || (k == "or" && y == m)) return(0)
  f <- function(l) tail(k, x, n, y, m, exp(l)) > share
  outside <- log(share / n / (if (k == "or") m else 1))
  for (step in c(0.1, 0.008)) { l <- outside + step; while (!f(l)) { outside <- l; l <- l + step } }
  inside <- l
  while (inside - outside > 1e-11) { mid <- (inside + outside) / 2; if (f(mid)) inside <- mid else outside <- mid }
  exp((inside + outside) / 2)
}
case <- function(k, x, n, y, m, level) { share <- (1 - level) / 2; up <- lower(k, y, m, x, n, share)
  e <- list(lower = lower(k, x, n, y, m, share), p = min(1, 2 * min(tail(k, x, n, y, m, 1), tail(k, y, m, x, n, 1))))
  if (up > 0) e$upper <- 1 / up
  list(name = sprintf("exact %d/%d against %d/%d, %g", x, n, y, m, level), input = list(of = list(events = x, n = n), versus = list(events = y, n = m)),
    options = list(level = level, interval = "exact-unconditional"), expected = e) }
sets <- list(c(4, 7, 1, 6, 0.95), c(0, 6, 3, 8, 0.95), c(5, 5, 1, 6, 0.9), c(3, 10, 4, 5, 0.95), c(6, 8, 7, 8, 0.9), c(2, 9, 0, 7, 0.8), c(1, 4, 11, 12, 0.95), c(9, 11, 4, 12, 0.95))
for (k in c("rr", "or")) { path <- sprintf("test/oracles/%s-ratio/exact-unconditional.json", if (k == "rr") "risk" else "odds")
  write(toJSON(list(provenance = list(software = R.version.string, packages = "none: brute force from the definition",
    command = "Rscript test/oracles/two-proportions/make-exact.R"), tolerance = 2e-8,
    toleranceReason = "limits by bisection to 1e-11, ties of the statistic within 1e-9 relative, which moves jumps",
    cases = lapply(sets, function(s) case(k, s[1], s[2], s[3], s[4], s[5]))), auto_unbox = TRUE, digits = I(17)), path) }
