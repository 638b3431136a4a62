# Reference values for src/outcomes/binary/risk-difference: Wald from prop.test and metafor. Run: Rscript test/oracles/risk-difference/make.R
library(jsonlite); suppressMessages(library(metafor))
tables <- list(c(619, 1754, 754, 1800), c(621, 2022, 729, 2094), c(1, 12, 5, 11), c(3, 10, 3, 10), c(10, 10, 4, 9), c(0, 6, 5, 6), c(440, 500, 100, 510))
case <- function(t, level) {
  interval <- suppressWarnings(prop.test(t[c(1, 3)], t[c(2, 4)], conf.level = level, correct = FALSE)$conf.int)
  e <- escalc("RD", ai = t[1], n1i = t[2], ci = t[3], n2i = t[4], add = 0, to = "none"); y <- as.numeric(e$yi); s <- sqrt(as.numeric(e$vi))
  list(name = sprintf("%g/%g v %g/%g at %g", t[1], t[2], t[3], t[4], level),
    input = list(of = list(events = t[1], n = t[2]), versus = list(events = t[3], n = t[4])), options = list(level = level, interval = "wald"),
    expected = list(riskDifference = y, standardError = s, lower = interval[1], upper = interval[2], z = y / s, logP = log(2) + pnorm(-abs(y / s), log.p = TRUE)))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/risk-difference/make.R"), tolerance = 1e-12, toleranceReason = "closed form",
  cases = c(lapply(tables, case, 0.95), lapply(tables[1:3], case, 0.9))), auto_unbox = TRUE, digits = I(17)), "test/oracles/risk-difference/wald.json")
