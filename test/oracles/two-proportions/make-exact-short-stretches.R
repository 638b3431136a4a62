# Reference values for exact unconditional lower limits that lie in a short stretch of the measure, further out than where the tail holds
# enough for good: every table is looked at, restricted proportions in closed form (Farrington and Manning 1990), the tail at every 0.0004 of
# the difference or of the logarithm of the ratio from the outside in, then bisection. A tail that is near enough is maximised over the
# nuisance proportion by optimize, the others on a grid. Run: Rscript test/oracles/two-proportions/make-exact-short-stretches.R
library(jsonlite)
z <- list(
  d = function(x, n, y, m, d) { t <- m / n; p1 <- x / n; p2 <- y / m; a <- 1 + t; b <- -(1 + t + p1 + t * p2 + d * (t + 2)); cc <- d^2 + d * (2 * p1 + t + 1) + p1 + t * p2; e <- -p1 * d * (1 + d)
    v <- b^3 / (3 * a)^3 - b * cc / (6 * a^2) + e / (2 * a); u <- ifelse(v >= 0, 1, -1) * sqrt(pmax(0, b^2 / (3 * a)^2 - cc / (3 * a)))
    w <- (pi + acos(pmin(1, pmax(-1, ifelse(u == 0, 0, v / u^3))))) / 3; r <- pmin(1, pmax(0, 2 * u * cos(w) - b / (3 * a))); s <- pmin(1, pmax(0, r - d))
    v <- r * (1 - r) / n + s * (1 - s) / m; ifelse(v > 1e-12, (p1 - p2 - d) / sqrt(pmax(v, 1e-300)), 0) },
  rr = function(x, n, y, m, r) { a <- n + m; b <- -(n * r + x + m + y * r); cc <- x + y # for the second arm: a r p^2 + b p + cc = 0
    p <- (-b - sqrt(b^2 - 4 * a * r * cc)) / (2 * a * r); v <- r * p * (1 - r * p) / n + r^2 * p * (1 - p) / m; ifelse(v > 1e-12, (x / n - r * y / m) / sqrt(pmax(v, 1e-300)), 0) })
tail <- function(k, x, n, y, m, value, share) {
  s <- outer(0:n, 0:m, function(i, j) z[[k]](i, n, j, m, value)); o <- s[x + 1, y + 1]; inside <- s >= o - 1e-8 * max(1, abs(o))
  q <- function(u) if (k == "d") max(0, -value) + (1 - abs(value)) * sin(u)^2 else min(1, 1 / value) * sin(u)^2
  at <- function(u) { p2 <- q(u); p1 <- min(1, if (k == "d") p2 + value else value * p2); drop(dbinom(0:n, n, p1) %*% inside %*% dbinom(0:m, m, p2)) }
  g <- seq(0, pi / 2, length.out = 121); v <- sapply(g, at); if (max(v) < 0.9 * share || max(v) > share) return(max(v))
  max(v, sapply(order(-v)[1:4], function(i) optimize(at, g[c(max(1, i - 1), min(121, i + 1))], maximum = TRUE, tol = 1e-11)$objective))
}
lower <- function(k, x, n, y, m, level) { share <- (1 - level) / 2; back <- if (k == "d") identity else exp; f <- function(l) tail(k, x, n, y, m, back(l), share) > share
  out <- if (k == "d") -1 + 1e-7 else log(share / n); step <- 0.0004; while (!f(out + step)) out <- out + step; ins <- out + step
  while (ins - out > 1e-11) { h <- (out + ins) / 2; if (f(h)) ins <- h else out <- h }; back((out + ins) / 2) }
put <- function(k, file, sets) write(toJSON(list(provenance = list(software = R.version.string, packages = "none: brute force from the definition", command = "Rscript test/oracles/two-proportions/make-exact-short-stretches.R"),
  tolerance = 2e-7, toleranceReason = "ties of the statistic within 1e-8, which moves jumps", cases = lapply(sets, function(s) list(name = sprintf("short stretch: %d/%d against %d/%d, %g", s[1], s[2], s[3], s[4], s[5]),
    input = list(of = list(events = s[1], n = s[2]), versus = list(events = s[3], n = s[4])), options = list(level = s[5], interval = "exact-unconditional"), expected = list(lower = lower(k, s[1], s[2], s[3], s[4], s[5]))))),
  auto_unbox = TRUE, digits = I(17)), file)
put("d", "test/oracles/risk-difference/exact-short-stretches.json", list(c(8, 8, 11, 19, 0.9), c(8, 18, 3, 14, 0.8)))
put("rr", "test/oracles/risk-ratio/exact-short-stretches.json", list(c(13, 23, 0, 20, 0.95), c(8, 14, 6, 17, 0.8), c(15, 17, 10, 24, 0.9)))
