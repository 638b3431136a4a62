# Reference values for src/outcomes/binary/stratified-risk-difference: inverse variance from metafor rma(method = "FE"); other weights
# written out on vectors, the minimum-risk weights by solving the Lagrange equations of their minimum as a linear system.
# Run: Rscript test/oracles/stratified-risk-difference/make.R
library(jsonlite); suppressMessages(library(metafor))
sets <- list(
  "three oxygen strata" = rbind(c(180, 935, 241, 933), c(290, 819, 335, 867), c(125, 268, 142, 294)),
  "small strata" = rbind(c(2, 9, 5, 8), c(1, 7, 3, 9), c(4, 6, 4, 7), c(1, 11, 2, 10)),
  "one stratum" = rbind(c(12, 40, 20, 42)),
  "no events in a stratum" = rbind(c(0, 15, 4, 14), c(0, 8, 0, 9), c(5, 12, 7, 13)))
case <- function(name, weights, level, zeroCells = "none") {
  m <- sets[[name]]; input <- m
  if (zeroCells == "add-half" && weights %in% c("inverse-variance", "minimum-risk")) {
    zero <- apply(m, 1, function(t) any(c(t[1], t[2] - t[1], t[3], t[4] - t[3]) == 0)); m[zero, ] <- m[zero, ] + rep(c(0.5, 1, 0.5, 1), each = sum(zero))
  }
  n <- m[, 2] + m[, 4]; p <- m[, 1] / m[, 2]; q <- m[, 3] / m[, 4]; d <- p - q; v <- p * (1 - p) / m[, 2] + q * (1 - q) / m[, 4]
  w <- switch(weights, "mantel-haenszel" = m[, 2] * m[, 4] / n, "sample-size" = n, "inverse-variance" = 1 / v, "minimum-risk" = {
    k <- length(d); f <- n / sum(n); solve(rbind(cbind(diag(v, k) + d %o% d, 1), c(rep(1, k), 0)), c(d * sum(f * d), 1))[seq_len(k)] })
  w <- w / sum(w); e <- sum(w * d); se <- sqrt(sum(w^2 * v)); z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  if (weights == "inverse-variance") {
    g <- rma(ai = input[, 1], n1i = input[, 2], ci = input[, 3], n2i = input[, 4], measure = "RD", method = "FE", add = 0.5, to = if (zeroCells == "none") "none" else "only0", level = level)
    stopifnot(abs(g$se / se - 1) < 1e-12); e <- as.numeric(g$beta); se <- g$se
  }
  list(name = paste(name, weights, zeroCells, level), input = lapply(seq_len(nrow(input)), function(i) list(name = paste("stratum", i), of = list(events = input[i, 1], n = input[i, 2]),
    versus = list(events = input[i, 3], n = input[i, 4]))), options = list(weights = weights, level = level, zeroCells = zeroCells),
    expected = list(riskDifference = e, standardError = se, lower = e - z * se, upper = e + z * se, z = e / se, logP = log(2) + pnorm(-abs(e / se), log.p = TRUE)), shares = I(w))
}
all <- c("mantel-haenszel", "inverse-variance", "sample-size", "minimum-risk")
cases <- c(lapply(all, function(w) case("three oxygen strata", w, 0.95)), lapply(all, function(w) case("small strata", w, 0.9)),
  lapply(all, function(w) case("one stratum", w, 0.95)), lapply(all, function(w) case("no events in a stratum", w, 0.95, "add-half")))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/stratified-risk-difference/make.R"), tolerance = 1e-11, toleranceReason = "closed form; minimum-risk weights by a linear system",
  cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/stratified-risk-difference/strata.json")
