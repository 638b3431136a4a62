# Reference values for Mantel-Haenszel pooling: metafor::rma.mh, and the Greenland-Robins variance of the risk
# difference written out from the paper (Greenland and Robins, Biometrics 1985;41:55-68).
# Run: Rscript make.R   (R 4.2, metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })

trials <- list(
  "no zero cells" = data.frame(ai = c(12, 5, 33, 8), n1 = c(60, 41, 150, 50), ci = c(20, 9, 41, 6), n2 = c(62, 40, 149, 48)),
  "single and double zeros" = data.frame(ai = c(0, 5, 0, 8, 31, 4), n1 = c(10, 40, 12, 50, 120, 4),
                                         ci = c(2, 9, 0, 6, 44, 6), n2 = c(11, 42, 13, 48, 118, 6)),
  "unequal arms" = data.frame(ai = c(2, 14, 96, 7, 0, 1), n1 = c(43, 294, 512, 33, 29, 61), ci = c(5, 9, 71, 2, 3, 0), n2 = c(21, 144, 260, 30, 14, 60)),
  "every study has a zero" = data.frame(ai = c(0, 1, 0), n1 = c(20, 22, 40), ci = c(3, 0, 4), n2 = c(21, 20, 41))
)
measures <- c("odds-ratio" = "OR", "risk-ratio" = "RR", "risk-difference" = "RD")

cases <- list()
for (name in names(trials)) for (measure in names(measures)) for (rule in c("none", "add-half-when-any-zero-in-study")) {
  data <- trials[[name]]
  add <- if (rule == "none") c(1/2, 0) else c(1/2, 1/2)
  to <- if (rule == "none") c("only0", "none") else c("only0", "only0")
  drop <- if (rule == "none") c(TRUE, FALSE) else c(TRUE, TRUE)
  fit <- suppressWarnings(rma.mh(ai = ai, n1i = n1, ci = ci, n2i = n2, data = data, measure = measures[[measure]],
                                 add = add, to = to, drop00 = drop, correct = FALSE))
  corrected <- suppressWarnings(rma.mh(ai = ai, n1i = n1, ci = ci, n2i = n2, data = data, measure = measures[[measure]],
                                 add = add, to = to, drop00 = drop, correct = TRUE))
  expected <- list(estimate = as.numeric(fit$beta), standardError = fit$se, lower = fit$ci.lb, upper = fit$ci.ub,
    z = fit$zval, p = fit$pval, q = fit$QE, qDf = fit$k.yi - 1, qP = fit$QEp)
  if (measure == "odds-ratio" && rule == "none")
    expected <- c(expected, list(cochranMantelHaenszel = fit$MH, cochranMantelHaenszelCorrected = corrected$MH,
      breslowDay = fit$BD, tarone = fit$TA, taroneDf = fit$k.pos - 1, taroneP = fit$TAp,
      weights = as.numeric(weights(fit))))
  if (measure == "risk-difference" && rule == "none") {
    with(data, {
      total <- n1 + n2
      variance <- sum((ai * (n1 - ai) * n2^3 + ci * (n2 - ci) * n1^3) / (n1 * n2 * total^2)) / sum(n1 * n2 / total)^2
      expected <<- c(expected, list(standardErrorGreenlandRobins = sqrt(variance)))
    })
  }
  cases[[length(cases) + 1]] <- list(name = paste(name, measure, rule, sep = ", "),
    input = list(of = list(events = data$ai, n = data$n1), versus = list(events = data$ci, n = data$n2)),
    options = list(measure = measure, zeroCells = rule, level = 0.95), expected = expected)
}
write(toJSON(list(
  provenance = list(software = "R metafor::rma.mh", version = paste(R.version.string, "metafor", packageVersion("metafor")),
    command = "Rscript make.R"),
  tolerance = 1e-11, toleranceReason = "closed form; sums of a few terms that nearly cancel",
  cases = cases), auto_unbox = TRUE, digits = I(17), na = "null"), "pools.json")
