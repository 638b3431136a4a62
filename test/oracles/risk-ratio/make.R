# Reference values for src/outcomes/binary/risk-ratio from metafor. Run: Rscript test/oracles/risk-ratio/make.R
library(jsonlite); suppressMessages(library(metafor))
tables <- list(c(619, 1754, 754, 1800), c(621, 2022, 729, 2094), c(1, 12, 5, 11), c(3, 10, 3, 10), c(10, 10, 4, 9), c(1990, 2000, 150, 2000),
  c(0, 15, 4, 14), c(5, 12, 0, 13), c(0, 8, 0, 9), c(8, 8, 3, 9))
case <- function(t, level, zero) {
  e <- escalc("RR", ai = t[1], n1i = t[2], ci = t[3], n2i = t[4], add = if (zero == "none") 0 else 0.5,
              to = if (zero == "none") "none" else "only0")
  y <- as.numeric(e$yi); s <- sqrt(as.numeric(e$vi)); q <- qnorm((1 - level) / 2, lower.tail = FALSE)
  list(name = sprintf("%g/%g v %g/%g at %g, %s", t[1], t[2], t[3], t[4], level, zero),
    input = list(of = list(events = t[1], n = t[2]), versus = list(events = t[3], n = t[4])), options = list(level = level, zeroCells = zero),
    expected = list(riskRatio = exp(y), logRiskRatio = y, standardError = s, lower = exp(y - q * s), upper = exp(y + q * s),
                    z = y / s, logP = log(2) + pnorm(-abs(y / s), log.p = TRUE)))
}
cases <- c(lapply(tables[1:6], case, 0.95, "none"), lapply(tables[1:3], case, 0.9, "none"), lapply(tables, case, 0.95, "add-half"))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/risk-ratio/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/risk-ratio/metafor.json")
