# Reference values for src/outcomes/count/incidence-rate: exact from poisson.test, Wald by formula in metafor (measures IR, IRLN).
# Run: Rscript test/oracles/incidence-rate/make.R
library(jsonlite); suppressMessages(library(metafor))
rates <- list(c(17, 230.5), c(1, 12.25), c(250, 1030), c(3, 8000), c(0, 40))
case <- function(r, interval, level, per) {
  q <- qnorm((1 - level) / 2, lower.tail = FALSE)
  limits <- switch(interval, exact = poisson.test(r[1], r[2], conf.level = level)$conf.int[1:2],
    wald = { e <- escalc("IR", xi = r[1], ti = r[2], add = 0, to = "none"); max(0, e$yi - q * sqrt(e$vi)) |> c(e$yi + q * sqrt(e$vi)) },
    "wald-log" = { e <- escalc("IRLN", xi = r[1], ti = r[2], add = 0, to = "none"); exp(as.numeric(e$yi) + c(-q, q) * sqrt(as.numeric(e$vi))) })
  list(name = sprintf("%s %g per %g at %g, per %g", interval, r[1], r[2], level, per), input = list(events = r[1], exposure = r[2]),
    options = list(interval = interval, level = level, per = per),
    expected = list(rate = per * r[1] / r[2], lower = per * as.numeric(limits[1]), upper = per * as.numeric(limits[2])))
}
cases <- list()
for (interval in c("exact", "wald", "wald-log")) for (r in if (interval == "exact") rates else rates[1:4]) for (level in c(0.95, 0.9))
  cases[[length(cases) + 1]] <- case(r, interval, level, if (level == 0.9) 100 else 1)
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
  command = "Rscript test/oracles/incidence-rate/make.R"), tolerance = 1e-11, toleranceReason = "one gamma quantile, or closed form", cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/incidence-rate/base-r.json")
