# Reference values for src/outcomes/count/rate-difference from metafor (IRD). Run: Rscript test/oracles/rate-difference/make.R
library(jsonlite); suppressMessages(library(metafor))
tables <- list(c(17, 230.5, 29, 198.25), c(1, 12.25, 6, 14), c(250, 1030, 410, 990), c(900, 100, 40, 110), c(5, 10, 5, 10), c(0, 40, 7, 38))
case <- function(t, level, per) {
  e <- escalc("IRD", x1i = t[1], t1i = t[2], x2i = t[3], t2i = t[4], add = 0, to = "none")
  y <- as.numeric(e$yi) * per; s <- sqrt(as.numeric(e$vi)) * per; q <- qnorm((1 - level) / 2, lower.tail = FALSE)
  list(name = sprintf("%g in %g v %g in %g at %g, per %g", t[1], t[2], t[3], t[4], level, per),
    input = list(of = list(events = t[1], exposure = t[2]), versus = list(events = t[3], exposure = t[4])), options = list(level = level, per = per),
    expected = list(rateDifference = y, standardError = s, lower = y - q * s, upper = y + q * s, z = y / s, logP = log(2) + pnorm(-abs(y / s), log.p = TRUE)))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/rate-difference/make.R"), tolerance = 1e-12, toleranceReason = "closed form",
  cases = c(lapply(tables, case, 0.95, 1), lapply(tables[1:2], case, 0.9, 100))), auto_unbox = TRUE, digits = I(17)), "test/oracles/rate-difference/metafor.json")
