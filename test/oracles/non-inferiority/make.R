# Reference values for src/outcomes/binary/non-inferiority by definition: the score statistic at the margin with the nuisance
# proportion from a bisection on the restricted likelihood; Wald in closed form. Run: Rscript test/oracles/non-inferiority/make.R
library(jsonlite)
root <- function(f, lo, hi) { s <- f(lo) > 0; for (i in 1:300) { m <- (lo + hi) / 2; if ((f(m) > 0) == s) lo <- m else hi <- m }; (lo + hi) / 2 }
p1of <- function(measure, p2, v) switch(measure, "risk-difference" = p2 + v, "risk-ratio" = p2 * v, "odds-ratio" = v * p2 / (1 - p2 + v * p2))
score <- function(t, measure, v, factor) { # derivative of the restricted log-likelihood in p2
  d1 <- function(p2) switch(measure, "risk-difference" = 1, "risk-ratio" = v, "odds-ratio" = v / (1 - p2 + v * p2)^2)
  g <- function(p2) { p1 <- p1of(measure, p2, v); (t[1] / p1 - (t[2] - t[1]) / (1 - p1)) * d1(p2) + t[3] / p2 - (t[4] - t[3]) / (1 - p2) }
  lo <- if (measure == "risk-difference") max(0, -v) else 0; hi <- switch(measure, "risk-difference" = min(1, 1 - v), "risk-ratio" = min(1, 1 / v), "odds-ratio" = 1)
  p2 <- root(g, lo + 1e-14, hi - 1e-14); p1 <- p1of(measure, p2, v); f1 <- t[1] / t[2]; f2 <- t[3] / t[4]
  switch(measure, "risk-difference" = (f1 - f2 - v) / sqrt(factor * (p1 * (1 - p1) / t[2] + p2 * (1 - p2) / t[4])),
    "risk-ratio" = (f1 - v * f2) / sqrt(factor * (p1 * (1 - p1) / t[2] + v^2 * p2 * (1 - p2) / t[4])),
    "odds-ratio" = (t[1] - t[2] * p1) * sqrt((1 / (t[2] * p1 * (1 - p1)) + 1 / (t[4] * p2 * (1 - p2))) / factor)) }
wald <- function(t, measure, v) { f <- t[c(1, 3)] / t[c(2, 4)]; switch(measure, "risk-difference" = (f[1] - f[2] - v) / sqrt(sum(f * (1 - f) / t[c(2, 4)])),
  "risk-ratio" = (log(f[1] / f[2]) - log(v)) / sqrt(1 / t[1] - 1 / t[2] + 1 / t[3] - 1 / t[4]), "odds-ratio" = (qlogis(f[1]) - qlogis(f[2]) - log(v)) / sqrt(1 / t[1] + 1 / (t[2] - t[1]) + 1 / t[3] + 1 / (t[4] - t[3]))) }
case <- function(t, measure, margin, test) { size <- t[2] + t[4]; low <- if (measure == "risk-difference") -margin else 1 / margin
  z <- function(v) switch(test, wald = wald(t, measure, v), "farrington-manning" = score(t, measure, v, 1), "miettinen-nurminen" = score(t, measure, v, size / (size - 1)))
  a <- z(low); b <- z(margin); list(name = paste(test, measure, margin, paste(t, collapse = " ")), input = list(of = list(events = t[1], n = t[2]), versus = list(events = t[3], n = t[4])),
    options = list(measure = measure, margin = margin, test = test, design = "equivalence"), expected = list(),
    above = list(margin = low, z = a, logP = pnorm(a, lower.tail = FALSE, log.p = TRUE)), below = list(margin = margin, z = b, logP = pnorm(b, log.p = TRUE))) }
tables <- list(c(60, 200, 56, 198), c(12, 80, 9, 75), c(150, 160, 148, 161))
cases <- unlist(lapply(c("farrington-manning", "miettinen-nurminen", "wald"), function(test) unlist(lapply(tables, function(t) list(case(t, "risk-difference", 0.1, test), case(t, "risk-ratio", 1.25, test), case(t, "odds-ratio", 1.5, test))), recursive = FALSE)), recursive = FALSE)
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/non-inferiority/make.R", note = "worked from the definitions"), tolerance = 1e-10,
  toleranceReason = "bisection on a restricted likelihood", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/non-inferiority/by-definition.json")
