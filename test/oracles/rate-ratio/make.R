# Reference values for src/outcomes/count/rate-ratio: log Wald from metafor (IRR), exact conditional from poisson.test.
# Run: Rscript test/oracles/rate-ratio/make.R
library(jsonlite); suppressMessages(library(metafor))
tables <- list(c(17, 230.5, 29, 198.25), c(1, 12.25, 6, 14), c(250, 1030, 410, 990), c(900, 100, 40, 110), c(5, 10, 5, 10), c(0, 40, 7, 38), c(4, 30, 0, 29))
name <- function(t, ...) paste(sprintf("%g in %g v %g in %g,", t[1], t[2], t[3], t[4]), ...)
input <- function(t) list(of = list(events = t[1], exposure = t[2]), versus = list(events = t[3], exposure = t[4]))
wald <- function(t, level, zero) {
  e <- escalc("IRR", x1i = t[1], t1i = t[2], x2i = t[3], t2i = t[4], add = if (zero == "none") 0 else 0.5, to = if (zero == "none") "none" else "only0")
  y <- as.numeric(e$yi); s <- sqrt(as.numeric(e$vi)); q <- qnorm((1 - level) / 2, lower.tail = FALSE)
  list(name = name(t, "wald-log", zero, level), input = input(t), options = list(interval = "wald-log", level = level, zeroCells = zero),
    expected = list(rateRatio = exp(y), logRateRatio = y, standardError = s, lower = exp(y - q * s), upper = exp(y + q * s), z = y / s,
                    logP = log(2) + pnorm(-abs(y / s), log.p = TRUE)))
}
exact <- function(t, level) {
  f <- poisson.test(t[c(1, 3)], t[c(2, 4)], conf.level = level)
  less <- poisson.test(t[c(1, 3)], t[c(2, 4)], alternative = "less")$p.value; greater <- poisson.test(t[c(1, 3)], t[c(2, 4)], alternative = "greater")$p.value
  expected <- list(logP = log(f$p.value), logPLess = log(less), logPGreater = log(greater))
  if (t[1] > 0) expected$lower <- f$conf.int[1]
  if (t[3] > 0) expected$upper <- f$conf.int[2]
  list(name = name(t, "exact", level), input = input(t), options = list(interval = "exact", level = level), expected = expected)
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/rate-ratio/make.R"), tolerance = 1e-10, toleranceReason = "beta quantiles and finite sums; p on the log scale",
  cases = c(lapply(tables[1:5], wald, 0.95, "none"), lapply(tables[1:2], wald, 0.9, "none"), lapply(tables[1:7], wald, 0.95, "add-half"),
            lapply(tables[1:7], exact, 0.95), lapply(tables[1:2], exact, 0.9))), auto_unbox = TRUE, digits = I(17)), "test/oracles/rate-ratio/base-r.json")
