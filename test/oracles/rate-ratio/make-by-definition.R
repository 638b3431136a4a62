# Reference values for further intervals of rates, each by bisection on its definition in base R: mid-p and score limits of a
# Poisson mean and of a rate ratio, score and hybrid limits of a rate difference.
# Run: Rscript test/oracles/rate-ratio/make-by-definition.R
library(jsonlite)
root <- function(f, lo, hi) { s <- f(lo) > 0; for (i in 1:400) { m <- (lo + hi) / 2; if ((f(m) > 0) == s) lo <- m else hi <- m }; (lo + hi) / 2 }
out <- function(file, cases, tolerance = 1e-10) write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/rate-ratio/make-by-definition.R", note = "worked from the definitions"),
  tolerance = tolerance, toleranceReason = "bisection", cases = cases), auto_unbox = TRUE, digits = I(17)), file.path("test/oracles", file))
one <- function(x, kind, level) { a <- (1 - level) / 2; z <- qnorm(1 - a)
  if (kind == "mid-p") c(if (x == 0) 0 else root(function(m) ppois(x, m, lower.tail = FALSE) + dpois(x, m) / 2 - a, 0, x), root(function(m) ppois(x - 1, m) + dpois(x, m) / 2 - a, x, 10 * x + 30))
  else c(if (x == 0) 0 else root(function(m) (x - m) / sqrt(m) - z, 1e-12, x), root(function(m) (m - x) / sqrt(m) - z, max(x, 1e-9), 10 * x + 30)) }
singles <- unlist(lapply(c("mid-p", "score"), function(k) lapply(list(c(0, 12), c(1, 40.5), c(17, 103.2), c(250, 99)), function(t) { ci <- one(t[1], k, 0.95) / t[2] * 100
  list(name = sprintf("%s %g in %g", k, t[1], t[2]), input = list(events = t[1], exposure = t[2]), options = list(interval = k, per = 100, level = 0.95), expected = list(rate = t[1] / t[2] * 100, lower = ci[1], upper = ci[2])) })), recursive = FALSE)
out("incidence-rate/by-definition.json", singles)
tables <- list(c(12, 100.5, 25, 98), c(3, 40, 1, 44.4), c(40, 20, 4, 25), c(150, 1000, 180, 990))
put <- function(t, kind, level, expected) list(name = sprintf("%s %s at %g", kind, paste(t, collapse = " "), level), input = list(of = list(events = t[1], exposure = t[2]), versus = list(events = t[3], exposure = t[4])),
  options = list(interval = kind, level = level), expected = expected)
ratios <- unlist(lapply(tables, function(t) unlist(lapply(c(0.95, 0.9), function(level) { a <- (1 - level) / 2; z <- qnorm(1 - a); x <- t[1]; n <- t[1] + t[3]
  share <- function(r) r * t[2] / (r * t[2] + t[4]); more <- function(r) pbinom(x, n, share(r), lower.tail = FALSE) + dbinom(x, n, share(r)) / 2; less <- function(r) pbinom(x - 1, n, share(r)) + dbinom(x, n, share(r)) / 2
  est <- x / t[2] / (t[3] / t[4]); mid <- c(exp(root(function(l) more(exp(l)) - a, log(est) - 12, log(est))), exp(root(function(l) less(exp(l)) - a, log(est), log(est) + 12)))
  zs <- function(r) { l2 <- n / (r * t[2] + t[4]); (x / t[2] - r * t[3] / t[4]) / sqrt(r * l2 / t[2] + r^2 * l2 / t[4]) }
  sc <- c(exp(root(function(l) zs(exp(l)) - z, log(est) - 12, log(est))), exp(root(function(l) zs(exp(l)) + z, log(est), log(est) + 12)))
  list(put(t, "mid-p", level, list(rateRatio = est, lower = mid[1], upper = mid[2], logP = log(2 * min(more(1), less(1))), logPLess = log(less(1)), logPGreater = log(more(1)))),
    put(t, "score", level, list(rateRatio = est, lower = sc[1], upper = sc[2], logP = log(2) + pnorm(-abs(zs(1)), log.p = TRUE), logPLess = pnorm(zs(1), log.p = TRUE), logPGreater = pnorm(zs(1), lower.tail = FALSE, log.p = TRUE)))) }), recursive = FALSE)), recursive = FALSE)
out("rate-ratio/by-definition.json", ratios)
diffs <- unlist(lapply(tables, function(t) unlist(lapply(c(0.95, 0.9), function(level) { z <- qnorm((1 + level) / 2); r1 <- t[1] / t[2]; r2 <- t[3] / t[4]; d <- r1 - r2
  zs <- function(v) { g <- function(l2) t[1] / (l2 + v) + t[3] / l2 - t[2] - t[4]; l2 <- root(g, max(1e-300, -v) + 1e-15, 1e4); (d - v) / sqrt((l2 + v) / t[2] + l2 / t[4]) }
  sc <- c(root(function(v) zs(v) - z, d - 20, d), root(function(v) zs(v) + z, d, d + 20)); w1 <- one(t[1], "score", level) / t[2]; w2 <- one(t[3], "score", level) / t[4]
  mv <- c(d - sqrt((r1 - w1[1])^2 + (w2[2] - r2)^2), d + sqrt((w1[2] - r1)^2 + (r2 - w2[1])^2)); p <- log(2) + pnorm(-abs(zs(0)), log.p = TRUE)
  list(put(t, "miettinen-nurminen", level, list(rateDifference = d, lower = sc[1], upper = sc[2], z = zs(0), logP = p)), put(t, "mover", level, list(rateDifference = d, lower = mv[1], upper = mv[2], z = zs(0), logP = p))) }), recursive = FALSE)), recursive = FALSE)
out("rate-difference/by-definition.json", diffs, 1e-9)
