# Reference values for stratified Newcombe and Miettinen-Nurminen intervals under other weights than Mantel-Haenszel, written out
# from their definitions: Wilson limits in closed form, score limits by bisection on the restricted likelihood, minimum-risk
# weights by optim on their mean squared error. Run: Rscript test/oracles/stratified-newcombe/make-weights.R
library(jsonlite)
sets <- list("eighty subjects" = rbind(c(8, 9, 3, 6), c(3, 4, 6, 12), c(2, 5, 2, 5), c(5, 7, 3, 4), c(6, 7, 3, 8), c(5, 8, 3, 5)),
  "three oxygen strata" = rbind(c(180, 935, 241, 933), c(290, 819, 335, 867), c(125, 268, 142, 294)))
root <- function(f, lo, hi) { s <- f(lo) > 0; for (i in 1:200) { m <- (lo + hi) / 2; if ((f(m) > 0) == s) lo <- m else hi <- m }; (lo + hi) / 2 }
weigh <- function(m, rule) { n <- m[, 2] + m[, 4]; d <- m[, 1] / m[, 2] - m[, 3] / m[, 4]; v <- m[, 1] * (m[, 2] - m[, 1]) / m[, 2]^3 + m[, 3] * (m[, 4] - m[, 3]) / m[, 4]^3
  if (rule == "sample-size") return(n / sum(n)); if (rule == "inverse-variance") return((1 / v) / sum(1 / v))
  k <- nrow(m); f <- n / sum(n); H <- diag(v) + d %o% d; t <- sum(f * d); K <- rbind(cbind(2 * H, 1), c(rep(1, k), 0)); solve(K, c(2 * t * d, 1))[1:k] }
wilson <- function(x, n, z) { p <- x / n; c0 <- p + z^2 / (2 * n); s <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)); rbind(c0 - s, c0 + s) / rep(1 + z^2 / n, each = 2) }
newcombe <- function(m, w, z) { lim <- function(x, n) { v <- x / n * (1 - x / n) / n; drop(wilson(x, n, z * sqrt(sum(w^2 * v)) / sum(w * sqrt(v))) %*% w) }; a <- lim(m[, 1], m[, 2]); b <- lim(m[, 3], m[, 4])
  d <- sum(w * (m[, 1] / m[, 2] - m[, 3] / m[, 4])); at <- function(p, q) z * sqrt(p * (1 - p) * sum(w^2 / m[, 2]) + q * (1 - q) * sum(w^2 / m[, 4])); c(d - at(a[1], b[2]), d + at(a[2], b[1])) }
variance <- function(t, delta) { g <- function(q) { p <- q + delta; t[1] / p - (t[2] - t[1]) / (1 - p) + t[3] / q - (t[4] - t[3]) / (1 - q) }; q <- root(g, max(0, -delta) + 1e-14, min(1, 1 - delta) - 1e-14); p <- q + delta
  (p * (1 - p) / t[2] + q * (1 - q) / t[4]) * (t[2] + t[4]) / (t[2] + t[4] - 1) }
mn <- function(m, w, z) { d <- sum(w * (m[, 1] / m[, 2] - m[, 3] / m[, 4])); s <- function(x) (d - x) / sqrt(sum(w^2 * apply(m, 1, variance, x))); list(ci = c(root(function(x) s(x) - z, -0.999, d), root(function(x) s(x) + z, d, 0.999)), z = s(0)) }
make <- function(kind) unlist(lapply(names(sets), function(name) lapply(c("sample-size", "inverse-variance", "minimum-risk"), function(rule) { m <- sets[[name]]; w <- weigh(m, rule); z <- qnorm(0.975); d <- sum(w * (m[, 1] / m[, 2] - m[, 3] / m[, 4]))
  e <- if (kind == "mn") { r <- mn(m, w, z); list(riskDifference = d, lower = r$ci[1], upper = r$ci[2], z = r$z, logP = log(2) + pnorm(-abs(r$z), log.p = TRUE)) } else { ci <- newcombe(m, w, z); list(riskDifference = d, lower = ci[1], upper = ci[2]) }
  list(name = paste(name, rule), input = lapply(seq_len(nrow(m)), function(i) list(name = paste("stratum", i), of = list(events = m[i, 1], n = m[i, 2]), versus = list(events = m[i, 3], n = m[i, 4]))), options = list(weights = rule, level = 0.95), expected = e) })), recursive = FALSE)
out <- function(kind, file, tolerance) write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/stratified-newcombe/make-weights.R", note = "worked from the definitions"), tolerance = tolerance,
  toleranceReason = "closed form, or bisection on a restricted likelihood", cases = make(kind)), auto_unbox = TRUE, digits = I(17)), file.path("test/oracles", file))
out("newcombe", "stratified-newcombe/weights.json", 1e-10); out("mn", "stratified-miettinen-nurminen/weights.json", 1e-9)
