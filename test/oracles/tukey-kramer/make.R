# Reference values for Tukey-Kramer comparisons: TukeyHSD and ptukey (accurate to about 1e-10 absolute), and for the tails the two
# integrals of the studentised range by stats::integrate. Run: Rscript test/oracles/tukey-kramer/make.R
library(jsonlite)
brute <- function(q, k, df) {
  inner <- function(u) sapply(u, function(u) { f <- function(z) { r <- pnorm(z - q * u) / pnorm(z); k * dnorm(z) * pnorm(z)^(k - 1) * -expm1((k - 1) * log1p(-pmin(r, 1 - 1e-16))) }
    sum(sapply(list(c(-8.5, -3), c(-3, -1), c(-1, 0), c(0, 1), c(1, 2), c(2, 4), c(4, 6), c(6, 10), c(10, 20), c(20, 37)), function(r) integrate(f, r[1], r[2], rel.tol = 1e-12, abs.tol = 0, subdivisions = 2000, stop.on.error = FALSE)$value)) })
  g <- function(y) { u <- exp(y); exp(log(2) + df / 2 * log(df / 2) - lgamma(df / 2) + df * y - df / 2 * u^2) * inner(u) }
  s <- 1 / sqrt(2 * df); b <- c(-40, -16, -10, -6, -4, -3, -2, -1, -.5, 0, .5, 1, 2, 3, 5, 9) * s
  sum(sapply(seq_len(length(b) - 1), function(i) integrate(g, b[i], b[i + 1], rel.tol = 1e-11, abs.tol = 0, subdivisions = 500, stop.on.error = FALSE)$value)) }
tails <- lapply(list(c(3.5, 4, 20), c(1.2, 3, 5), c(8, 5, 12), c(12, 3, 30)), function(x) list(q = x[1], groups = x[2], df = x[3], p = brute(x[1], x[2], x[3]), ptukey = ptukey(x[1], x[2], x[3], lower.tail = FALSE)))
d <- data.frame(g = factor(rep(c("a", "b", "c", "d"), c(9, 7, 8, 6)))); d$y <- round(50 + 2 * (d$g == "b") + 5 * (d$g == "c") + 7 * (d$g == "d") + 4 * sin(seq_len(nrow(d))^2), 2)
h <- TukeyHSD(aov(y ~ g, d), conf.level = 0.9)$g; key <- rownames(h)
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/tukey-kramer/make.R"), tolerance = 1e-9, toleranceReason = "nested adaptive quadrature, relative 1e-11 asked",
  tukeyTolerance = 2e-6, tukeyToleranceReason = "qtukey is accurate to about 1e-7 relative", tails = tails,
  example = list(arms = lapply(split(d$y, d$g), I), level = 0.9, pairs = lapply(seq_along(key), function(i) list(pair = key[i], meanDifference = h[i, 1], lower = h[i, 2], upper = h[i, 3], adjustedP = h[i, 4])))), auto_unbox = TRUE, digits = I(17)), "test/oracles/tukey-kramer/brute-force.json")
