# Reference values for Peto's one-step odds ratio: metafor::rma.peto.
# Run: Rscript make.R   (R 4.2, metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })
trials <- list(
  "no zero cells" = data.frame(ai = c(12, 5, 33, 8), n1 = c(60, 41, 150, 50), ci = c(20, 9, 41, 6), n2 = c(62, 40, 149, 48)),
  "single and double zeros" = data.frame(ai = c(0, 5, 0, 8, 31, 4), n1 = c(10, 40, 12, 50, 120, 4),
                                         ci = c(2, 9, 0, 6, 44, 6), n2 = c(11, 42, 13, 48, 118, 6)),
  "unequal arms" = data.frame(ai = c(2, 14, 96, 7, 0, 1), n1 = c(43, 294, 512, 33, 29, 61), ci = c(5, 9, 71, 2, 3, 0), n2 = c(21, 144, 260, 30, 14, 60))
)
cases <- lapply(names(trials), function(name) {
  data <- trials[[name]]
  fit <- suppressWarnings(rma.peto(ai = ai, n1i = n1, ci = ci, n2i = n2, data = data, add = 0, to = "none", drop00 = TRUE))
  list(name = name, input = list(of = list(events = data$ai, n = data$n1), versus = list(events = data$ci, n = data$n2)),
    options = list(level = 0.95),
    expected = list(estimate = as.numeric(fit$beta), standardError = fit$se, lower = fit$ci.lb, upper = fit$ci.ub,
      z = fit$zval, p = fit$pval, q = fit$QE, qDf = fit$k.yi - 1, qP = fit$QEp, iSquared = fit$I2 / 100,
      estimates = as.numeric(fit$yi.f), weights = as.numeric(weights(fit))))
})
write(toJSON(list(
  provenance = list(software = "R metafor::rma.peto(add = 0, to = 'none')",
    version = paste(R.version.string, "metafor", packageVersion("metafor")), command = "Rscript make.R"),
  tolerance = 1e-11, toleranceReason = "closed form; sums of a few terms that nearly cancel",
  cases = cases), auto_unbox = TRUE, digits = I(17), na = "null"), "pools.json")
