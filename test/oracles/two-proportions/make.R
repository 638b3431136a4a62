# Reference values for intervals of one and two proportions, each worked from its definition: Blaker by a fine grid and
# bisection, score limits by uniroot on the likelihood-restricted test (optimize for the nuisance), hybrid limits in closed form.
# Run: Rscript test/oracles/two-proportions/make.R
library(jsonlite)
root <- function(f, lo, hi) { for (i in 1:200) { m <- (lo + hi) / 2; if ((f(m) > 0) == (f(hi) > 0)) hi <- m else lo <- m }; (lo + hi) / 2 }
wilson <- function(x, n, z, cc = 0) { one <- function(x, s) { if (x <= 0 && s < 0) return(0); if (x >= n && s > 0) return(1); p <- x / n; (p + z^2 / (2 * n) + s * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n) }
  if (cc > 0) { p <- x / n; q <- 1 - p   # Newcombe 1998, method 4, as printed
    lo <- (2 * n * p + z^2 - 1 - z * sqrt(z^2 - 2 - 1 / n + 4 * p * (n * q + 1))) / (2 * (n + z^2)); up <- (2 * n * p + z^2 + 1 + z * sqrt(z^2 + 2 - 1 / n + 4 * p * (n * q - 1))) / (2 * (n + z^2))
    return(c(if (x == 0) 0 else max(0, lo), if (x == n) 1 else min(1, up))) }
  c(one(x, -1), one(x, 1)) }
blaker <- function(x, n, level) { accept <- function(p) { k <- 0:n; d <- dbinom(k, n, p); lo <- pbinom(k, n, p); up <- pbinom(k - 1, n, p, lower.tail = FALSE); g <- pmin(lo, up); sum(d[g <= g[x + 1] * (1 + 1e-13)]) }
  a <- 1 - level; edge <- function(from, to) { s <- seq(from, to, length.out = 4001); v <- sapply(s, accept); j <- which(v >= a)[1]; lo <- s[j - 1]; hi <- s[j]
    for (i in 1:100) { m <- (lo + hi) / 2; if (accept(m) >= a) hi <- m else lo <- m }; (lo + hi) / 2 }
  cp <- c(if (x > 0) qbeta(a / 2, x, n - x + 1) else 0, if (x < n) qbeta(a / 2, x + 1, n - x, lower.tail = FALSE) else 1)
  c(if (x == 0) 0 else edge(cp[1] * 0.999, x / n), if (x == n) 1 else edge(1 - (1 - cp[2]) * 0.999, x / n)) }
arcsine <- function(x, n, level) sin(pmin(pi / 2, pmax(0, asin(sqrt(x / n)) + c(-1, 1) * qnorm((1 + level) / 2) / (2 * sqrt(n)))))^2
singles <- list(c(0, 10), c(3, 10), c(7, 29), c(14, 29), c(29, 29), c(1, 200), c(180, 200))
proportions <- unlist(lapply(singles, function(t) lapply(c("blaker", "arcsine"), function(kind) { level <- if (t[2] == 29) 0.9 else 0.95
  ci <- get(kind)(t[1], t[2], level); list(name = sprintf("%s %g/%g at %g", kind, t[1], t[2], level), input = list(events = t[1], n = t[2]),
    options = list(interval = kind, level = level), expected = list(proportion = t[1] / t[2], lower = ci[1], upper = ci[2])) })), recursive = FALSE)
out <- function(file, cases, tolerance, reason) write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/two-proportions/make.R",
  note = "worked from the definitions"), tolerance = tolerance, toleranceReason = reason, cases = cases), auto_unbox = TRUE, digits = I(17), null = "null"), file.path("test/oracles", file))
out("proportion/by-definition.json", proportions, 1e-10, "bisection on binomial sums")
tables <- list(c(15, 40, 22, 38), c(1, 12, 5, 11), c(3, 10, 3, 10), c(56, 70, 48, 80), c(0, 15, 4, 14), c(5, 12, 0, 13))
case <- function(t, kind, level, ci, estimate) list(name = sprintf("%s %g/%g v %g/%g at %g", kind, t[1], t[2], t[3], t[4], level),
  input = list(of = list(events = t[1], n = t[2]), versus = list(events = t[3], n = t[4])), options = list(interval = kind, level = level), expected = c(list(lower = ci[1], upper = if (is.finite(ci[2])) ci[2] else NULL), estimate))
# score chi-square with the nuisance at its maximum likelihood, by optimize
restricted <- function(t, make) { ll <- function(b) { p <- make(b); sum(dbinom(t[c(1, 3)], t[c(2, 4)], p, log = TRUE)) }; ll }
pearson <- function(t) suppressWarnings(prop.test(t[c(1, 3)], t[c(2, 4)], correct = FALSE)); yates <- function(t) suppressWarnings(prop.test(t[c(1, 3)], t[c(2, 4)]))
logp <- function(test) pchisq(unname(test$statistic), 1, lower.tail = FALSE, log.p = TRUE)
diffs <- unlist(lapply(tables, function(t) lapply(c(0.95, 0.9), function(level) { z <- qnorm((1 + level) / 2); p <- t[c(1, 3)] / t[c(2, 4)]; d <- p[1] - p[2]
  w1 <- wilson(t[1], t[2], z, 1); w2 <- wilson(t[3], t[4], z, 1); ci <- c(max(-1, d - sqrt((p[1] - w1[1])^2 + (w2[2] - p[2])^2)), min(1, d + sqrt((w1[2] - p[1])^2 + (p[2] - w2[1])^2)))
  case(t, "newcombe-corrected", level, ci, list(logP = logp(yates(t)))) })), recursive = FALSE)
score <- function(t, delta) { ll <- function(p2) { p1 <- p2 + delta; -(if (t[1] > 0) t[1] * log(p1) else 0) - (if (t[1] < t[2]) (t[2] - t[1]) * log1p(-p1) else 0) - (if (t[3] > 0) t[3] * log(p2) else 0) - (if (t[3] < t[4]) (t[4] - t[3]) * log1p(-p2) else 0) }
  g <- function(p2) { p1 <- p2 + delta; t[1] / p1 - (t[2] - t[1]) / (1 - p1) + t[3] / p2 - (t[4] - t[3]) / (1 - p2) }
  lo <- max(0, -delta); hi <- min(1, 1 - delta); e <- 1e-15; p2 <- if (g(lo + e) <= 0) lo else if (g(hi - e) >= 0) hi else root(function(x) -g(x), lo + e, hi - e)
  p1 <- p2 + delta; (t[1] / t[2] - t[3] / t[4] - delta) / sqrt(p1 * (1 - p1) / t[2] + p2 * (1 - p2) / t[4]) }
fm <- unlist(lapply(tables[1:4], function(t) lapply(c(0.95, 0.9), function(level) { z <- qnorm((1 + level) / 2); d <- t[1] / t[2] - t[3] / t[4]
  ci <- c(root(function(x) -(score(t, x) - z), -1 + 1e-12, d), root(function(x) -(score(t, x) + z), d, 1 - 1e-12)); case(t, "farrington-manning", level, ci, list(logP = logp(pearson(t)))) })), recursive = FALSE)
out("risk-difference/by-definition.json", c(diffs, fm), 1e-9, "closed form, or bisection on a restricted likelihood")
ratioz <- function(t, r) { A <- (t[2] + t[4]) * r; B <- t[2] * r + t[1] + t[4] + t[3] * r; C <- t[1] + t[3]; p2 <- (B - sqrt(B^2 - 4 * A * C)) / (2 * A); p1 <- r * p2; (t[1] / t[2] - r * t[3] / t[4]) / sqrt(p1 * (1 - p1) / t[2] + r^2 * p2 * (1 - p2) / t[4]) }
mover <- function(q, l, u) { pr <- q[1] * q[2]; c((pr - sqrt(pr^2 - l[1] * u[2] * (2 * q[1] - l[1]) * (2 * q[2] - u[2]))) / (u[2] * (2 * q[2] - u[2])), (pr + sqrt(pr^2 - u[1] * l[2] * (2 * q[1] - u[1]) * (2 * q[2] - l[2]))) / (l[2] * (2 * q[2] - l[2]))) }
orz <- function(t, r) { m <- t[1] + t[3]; f <- function(p2) t[2] * r * p2 / (1 - p2 + r * p2) + t[4] * p2 - m; p2 <- root(f, 0, 1); p1 <- r * p2 / (1 - p2 + r * p2); (t[1] - t[2] * p1) * sqrt(1 / (t[2] * p1 * (1 - p1)) + 1 / (t[4] * p2 * (1 - p2))) }
limits <- function(zf, est, z) c(exp(root(function(x) -(zf(exp(x)) - z), -30, log(est))), exp(root(function(x) -(zf(exp(x)) + z), log(est), 30)))
ratios <- function(which) unlist(lapply(tables[1:4], function(t) unlist(lapply(c(0.95, 0.9), function(level) { z <- qnorm((1 + level) / 2); p <- t[c(1, 3)] / t[c(2, 4)]
  w <- cbind(wilson(t[1], t[2], z), wilson(t[3], t[4], z)); if (which == "or") { o <- function(p) p / (1 - p); q <- o(p); w <- o(w) } else q <- p
  a <- limits(function(r) (if (which == "or") orz else ratioz)(t, r), q[1] / q[2], z)
  list(case(t, if (which == "or") "score" else "koopman", level, a, list(logP = logp(pearson(t)))), case(t, "mover", level, mover(q, w[1, ], w[2, ]), list(logP = logp(pearson(t))))) }), recursive = FALSE)), recursive = FALSE)
out("risk-ratio/by-definition.json", ratios("rr"), 1e-9, "closed form, or bisection on a score statistic")
out("odds-ratio/by-definition.json", ratios("or"), 1e-9, "closed form, or bisection on a score statistic")
