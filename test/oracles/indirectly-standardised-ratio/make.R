# Reference values for src/outcomes/count/indirectly-standardised-ratio: exact limits from poisson.test with the expected events as time
# base, mid-p limits and p by root finding on the written-out Poisson tails. Run: Rscript test/oracles/indirectly-standardised-ratio/make.R
library(jsonlite)
sets <- list("five strata" = list(x = c(2, 5, 11, 20, 9), t = c(1000, 1200, 900, 700, 200), r = c(0.001, 0.003, 0.008, 0.02, 0.05)),
  "few events" = list(x = c(0, 1, 2), t = c(50, 60.5, 20), r = c(0.03, 0.02, 0.01)), "none" = list(x = c(0, 0), t = c(10, 20), r = c(0.1, 0.05)),
  "far more than expected" = list(x = c(80, 60), t = c(100, 90), r = c(0.1, 0.08)))
case <- function(name, kind, level) {
  s <- sets[[name]]; o <- sum(s$x); e <- sum(s$r * s$t); a <- (1 - level) / 2; own <- if (kind == "exact") 1 else 0.5
  above <- function(m) ppois(o, m, lower.tail = FALSE) + own * dpois(o, m); below <- function(m) (if (o > 0) ppois(o - 1, m) else 0) + own * dpois(o, m)
  ci <- if (kind == "exact") c(poisson.test(o, e, conf.level = level)$conf.int) else
    c(if (o == 0) 0 else uniroot(function(m) above(m) - a, c(1e-9, o), tol = 1e-14)$root, uniroot(function(m) below(m) - a, c(max(o, 1e-9), 3 * o + 20), tol = 1e-14)$root) / e
  if (kind != "exact" && o == 0) ci[2] <- -log(2 * a) / e
  list(name = paste(kind, name, level), input = lapply(seq_along(s$x), function(i) list(events = s$x[i], exposure = s$t[i], standardRate = s$r[i])),
    options = list(interval = kind, level = level), expected = list(ratio = o / e, expected = e, observed = o, lower = ci[1], upper = ci[2], logP = log(min(1, 2 * min(above(e), below(e))))))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = "stats", command = "Rscript test/oracles/indirectly-standardised-ratio/make.R"),
  tolerance = 1e-11, toleranceReason = "closed form; mid-p limits by root finding to 1e-14",
  cases = unlist(lapply(names(sets), function(n) list(case(n, "exact", 0.95), case(n, "mid-p", 0.9))), recursive = FALSE)), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/indirectly-standardised-ratio/ratios.json")
