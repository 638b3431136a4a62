# Reference values for weights of least width in src/outcomes/binary/stratified-proportion and stratified-newcombe: the iteration of Yan and
# Su (2010) from equal weights, run until nothing changes, and the intervals in closed form. Run:
# Rscript test/oracles/stratified-proportion/make-least-width.R
library(jsonlite)
quantile_of <- function(v, w, z) z * sqrt(sum(w^2 * v)) / sum(w * sqrt(v))
weigh <- function(x, n, z) { v <- x / n * (1 - x / n) / n; s <- if (all(v == 0)) 1 / n else v; w <- rep(1, length(n)) / length(n)
  for (i in 1:5000) { q <- quantile_of(s, w, z); w <- (1 + q^2 / n)^2 / (v + q^2 / (4 * n^2)); w <- w / sum(w) }
  w }
limits <- function(x, n, w, z) { v <- x / n * (1 - x / n) / n; q <- quantile_of(if (all(v == 0)) 1 / n else v, w, z); p <- x / n
  c0 <- (p + q^2 / (2 * n)) / (1 + q^2 / n); s <- q * sqrt(v + q^2 / (4 * n^2)) / (1 + q^2 / n); c(sum(w * (c0 - s)), sum(w * (c0 + s))) }
one <- list("three strata" = rbind(c(12, 40), c(7, 25), c(30, 55)), "one stratum" = rbind(c(9, 30)), "a silent stratum" = rbind(c(0, 15), c(5, 12), c(3, 30)),
  "nobody" = rbind(c(0, 15), c(0, 40)), "very unlike strata" = rbind(c(1, 400), c(5, 9), c(2, 3)),
  "six strata of a hundred subjects" = rbind(c(12, 22), c(7, 18), c(5, 17), c(9, 17), c(8, 14), c(8, 12)))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/stratified-proportion/make-least-width.R", note = "the published iteration run to its fixed point"),
  tolerance = 1e-10, toleranceReason = "fixed point against root",
  cases = unlist(lapply(names(one), function(k) lapply(c(0.95, 0.9), function(level) { m <- one[[k]]; z <- qnorm((1 + level) / 2); w <- weigh(m[, 1], m[, 2], z); l <- limits(m[, 1], m[, 2], w, z)
    list(name = paste(k, level), input = lapply(seq_len(nrow(m)), function(i) list(events = m[i, 1], n = m[i, 2])), options = list(level = level, weights = "least-width"),
      expected = list(proportion = sum(w * m[, 1] / m[, 2]), lower = max(0, l[1]), upper = l[2], weights = I(w))) })), recursive = FALSE)), auto_unbox = TRUE, digits = I(17)), "test/oracles/stratified-proportion/least-width.json")
two <- list("eighty subjects" = rbind(c(8, 9, 3, 6), c(4, 4, 6, 12), c(2, 5, 2, 5), c(5, 7, 3, 4), c(6, 7, 3, 8), c(5, 8, 3, 5)),
  "three oxygen strata" = rbind(c(180, 935, 241, 933), c(290, 819, 335, 867), c(125, 268, 142, 294)),
  "a hundred subjects" = rbind(c(3, 7, 3, 10), c(1, 5, 1, 4), c(8, 10, 11, 13), c(6, 12, 5, 10), c(2, 8, 5, 10), c(0, 1, 4, 10)))
newcombe <- function(m, w, z) { a <- limits(m[, 1], m[, 2], w, z); b <- limits(m[, 3], m[, 4], w, z); d <- sum(w * (m[, 1] / m[, 2] - m[, 3] / m[, 4]))
  at <- function(p, q) z * sqrt(p * (1 - p) * sum(w^2 / m[, 2]) + q * (1 - q) * sum(w^2 / m[, 4])); list(riskDifference = d, lower = d - at(a[1], b[2]), upper = d + at(a[2], b[1])) }
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/stratified-proportion/make-least-width.R", note = "the published iteration run to its fixed point"),
  tolerance = 1e-10, toleranceReason = "fixed point against root",
  cases = unlist(lapply(names(two), function(k) lapply(c(0.95, 0.9), function(level) { m <- two[[k]]; z <- qnorm((1 + level) / 2); w <- weigh(m[, 1] + m[, 3], m[, 2] + m[, 4], z)
    list(name = paste(k, level), input = lapply(seq_len(nrow(m)), function(i) list(name = paste("stratum", i), of = list(events = m[i, 1], n = m[i, 2]), versus = list(events = m[i, 3], n = m[i, 4]))),
      options = list(level = level, weights = "least-width"), expected = newcombe(m, w, z)) })), recursive = FALSE)), auto_unbox = TRUE, digits = I(17)), "test/oracles/stratified-newcombe/least-width.json")
