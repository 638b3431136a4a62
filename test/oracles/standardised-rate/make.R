# Reference values for src/outcomes/count/standardised-rate from the formulas of Fay and Feuer 1997 (chi-square form) and Dobson
# and others 1991, in base R. Run: Rscript test/oracles/standardised-rate/make.R
library(jsonlite)
sets <- list("five strata" = list(x = c(2, 5, 11, 20, 9), t = c(1000, 1200, 900, 700, 200), w = c(30, 25, 20, 15, 10)), "few events" = list(x = c(0, 1, 2), t = c(50, 60.5, 20), w = c(500, 300, 100)), "none" = list(x = c(0, 0), t = c(10, 20), w = c(1, 1)))
case <- function(name, kind, level, per = 100) { s <- sets[[name]]; a <- (1 - level) / 2; w <- s$w / sum(s$w); y <- sum(w * s$x / s$t); v <- sum(w^2 * s$x / s$t^2); wm <- max(w / s$t); n <- sum(s$x)
  ci <- switch(kind, "fay-feuer" = c(if (n == 0) 0 else v / (2 * y) * qchisq(a, 2 * y^2 / v), (v + wm^2) / (2 * (y + wm)) * qchisq(a, 2 * (y + wm)^2 / (v + wm^2), lower.tail = FALSE)),
    dobson = y + sqrt(v / n) * (c(poisson.test(n, conf.level = level)$conf.int) - n), normal = pmax(0, y + c(-1, 1) * qnorm(1 - a) * sqrt(v)))
  list(name = paste(kind, name, level), input = lapply(seq_along(s$x), function(i) list(events = s$x[i], exposure = s$t[i], weight = s$w[i])), options = list(interval = kind, level = level, per = per), expected = list(rate = per * y, lower = per * ci[1], upper = per * ci[2])) }
cases <- c(unlist(lapply(names(sets)[1:2], function(n) unlist(lapply(c("fay-feuer", "dobson", "normal"), function(k) list(case(n, k, 0.95), case(n, k, 0.9))), recursive = FALSE)), recursive = FALSE), list(case("none", "fay-feuer", 0.95)))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/standardised-rate/make.R", note = "worked from the published formulas"), tolerance = 1e-10, toleranceReason = "closed form with gamma quantiles", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/standardised-rate/by-definition.json")
