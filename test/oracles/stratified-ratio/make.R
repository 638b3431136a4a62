# Reference values for src/outcomes/binary/stratified-ratio from metafor: rma.mh and rma(method = "FE").
# Run: Rscript test/oracles/stratified-ratio/make.R
library(jsonlite); suppressMessages(library(metafor))
sets <- list(
  "three oxygen strata" = rbind(c(180, 935, 241, 933), c(290, 819, 335, 867), c(125, 268, 142, 294)),
  "small strata" = rbind(c(2, 9, 5, 8), c(1, 7, 3, 9), c(4, 6, 4, 7), c(1, 11, 2, 10)),
  "one stratum" = rbind(c(12, 40, 20, 42)),
  "an arm without events in one stratum" = rbind(c(0, 15, 4, 14), c(3, 8, 2, 9), c(5, 12, 7, 13)))
case <- function(name, measure, weights, level, zeroCells = "none") {
  m <- sets[[name]]; short <- if (measure == "risk-ratio") "RR" else "OR"
  f <- if (weights == "mantel-haenszel") rma.mh(ai = m[, 1], n1i = m[, 2], ci = m[, 3], n2i = m[, 4], measure = short, level = level)
    else rma(ai = m[, 1], n1i = m[, 2], ci = m[, 3], n2i = m[, 4], measure = short, method = "FE", add = 0.5, to = if (zeroCells == "none") "none" else "only0", level = level)
  b <- as.numeric(f$beta); z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  list(name = paste(name, measure, weights, zeroCells, level), input = lapply(seq_len(nrow(m)), function(i) list(name = paste("stratum", i), of = list(events = m[i, 1], n = m[i, 2]),
    versus = list(events = m[i, 3], n = m[i, 4]))), options = list(measure = measure, weights = weights, level = level, zeroCells = zeroCells),
    expected = list(logRatio = b, ratio = exp(b), standardError = f$se, lower = exp(b - z * f$se), upper = exp(b + z * f$se), z = b / f$se, logP = log(2) + pnorm(-abs(b / f$se), log.p = TRUE)))
}
cases <- unlist(lapply(c("risk-ratio", "odds-ratio"), function(k) c(lapply(c("mantel-haenszel", "inverse-variance"), function(w) case("three oxygen strata", k, w, 0.95)),
  lapply(c("mantel-haenszel", "inverse-variance"), function(w) case("small strata", k, w, 0.9)), list(case("one stratum", k, "inverse-variance", 0.95)),
  lapply(c("mantel-haenszel", "inverse-variance"), function(w) case("an arm without events in one stratum", k, w, 0.95, "add-half")))), recursive = FALSE)
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/stratified-ratio/make.R"), tolerance = 1e-11, toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/stratified-ratio/strata.json")
