# Reference values for src/outcomes/binary/stratified-proportion: the formulas of Yan and Su (2010) with Wilson limits in closed
# form. Run: Rscript test/oracles/stratified-proportion/make.R
library(jsonlite)
sets <- list("three strata" = rbind(c(12, 40, 90), c(7, 25, 45), c(30, 55, 105)), "one stratum" = rbind(c(9, 30, 30)), "a silent stratum" = rbind(c(0, 15, 30), c(5, 12, 25)))
case <- function(name, level) { m <- sets[[name]]; w <- m[, 3] / sum(m[, 3]); p <- m[, 1] / m[, 2]; v <- p * (1 - p) / m[, 2]; z <- qnorm((1 + level) / 2); q <- z * sqrt(sum(w^2 * v)) / sum(w * sqrt(v))
  c0 <- (p + q^2 / (2 * m[, 2])) / (1 + q^2 / m[, 2]); s <- q * sqrt(v + q^2 / (4 * m[, 2]^2)) / (1 + q^2 / m[, 2])
  list(name = paste(name, level), input = lapply(seq_len(nrow(m)), function(i) list(events = m[i, 1], n = m[i, 2], weight = m[i, 3])), options = list(level = level), expected = list(proportion = sum(w * p), lower = sum(w * (c0 - s)), upper = sum(w * (c0 + s)))) }
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/stratified-proportion/make.R", note = "worked from the published formulas"), tolerance = 1e-11, toleranceReason = "closed form",
  cases = unlist(lapply(names(sets), function(n) list(case(n, 0.95), case(n, 0.9))), recursive = FALSE)), auto_unbox = TRUE, digits = I(17)), "test/oracles/stratified-proportion/by-definition.json")
