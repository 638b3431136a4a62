# Reference values for src/outcomes/count/stratified-rate: metafor rma.mh; the test of homogeneity by its definition.
# Run: Rscript test/oracles/stratified-rate/make.R
library(jsonlite); suppressMessages(library(metafor))
sets <- list("three strata" = rbind(c(12, 100.5, 25, 98), c(3, 40, 6, 44.4), c(20, 60, 14, 51)), "a silent arm in one" = rbind(c(0, 30, 4, 28), c(7, 55.5, 9, 61)), "one" = rbind(c(5, 20, 9, 21)))
case <- function(name, level) { s <- sets[[name]]; f <- function(m) rma.mh(x1i = s[, 1], t1i = s[, 2], x2i = s[, 3], t2i = s[, 4], measure = m, level = 100 * level, correct = FALSE, add = 0, to = "none", drop00 = FALSE)
  r <- suppressWarnings(f("IRR")); d <- suppressWarnings(f("IRD")); rr <- exp(as.numeric(r$beta)); m <- s[, 1] + s[, 3]; p <- rr * s[, 2] / (rr * s[, 2] + s[, 4]); h <- sum((s[, 1] - m * p)^2 / (m * p * (1 - p)))
  list(name = paste(name, level), input = lapply(seq_len(nrow(s)), function(i) list(name = paste("s", i), of = list(events = s[i, 1], exposure = s[i, 2]), versus = list(events = s[i, 3], exposure = s[i, 4]))), options = list(level = level),
    expected = list(chiSquare = r$MH, logP = pchisq(r$MH, 1, lower.tail = FALSE, log.p = TRUE)),
    ratio = list(logRatio = as.numeric(r$beta), standardError = r$se, logLower = r$ci.lb, logUpper = r$ci.ub, logP = log(2) + pnorm(-abs(r$zval), log.p = TRUE)),
    difference = list(difference = as.numeric(d$beta), standardError = d$se, lower = d$ci.lb, upper = d$ci.ub, logP = log(2) + pnorm(-abs(d$zval), log.p = TRUE)),
    homogeneity = if (nrow(s) > 1) list(chiSquare = h, df = nrow(s) - 1) else NULL) }
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")), command = "Rscript test/oracles/stratified-rate/make.R"), tolerance = 1e-11, toleranceReason = "closed form",
  cases = unlist(lapply(names(sets), function(n) list(case(n, 0.95), case(n, 0.9))), recursive = FALSE)), auto_unbox = TRUE, digits = I(17), null = "null"), "test/oracles/stratified-rate/metafor.json")
