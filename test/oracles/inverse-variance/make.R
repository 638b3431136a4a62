# Reference values for inverse-variance pooling with one common effect: metafor::rma.uni(method = "FE").
# Run: Rscript make.R   (R 4.2, metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })

trials <- list(
  "no zero cells" = data.frame(ai = c(12, 5, 33, 8), n1 = c(60, 41, 150, 50), ci = c(20, 9, 41, 6), n2 = c(62, 40, 149, 48)),
  "single and double zeros" = data.frame(ai = c(0, 5, 0, 8, 31, 4), n1 = c(10, 40, 12, 50, 120, 4),
                                         ci = c(2, 9, 0, 6, 44, 6), n2 = c(11, 42, 13, 48, 118, 6)),
  "unequal arms" = data.frame(ai = c(2, 14, 96, 7, 0, 1), n1 = c(43, 294, 512, 33, 29, 61), ci = c(5, 9, 71, 2, 3, 0), n2 = c(21, 144, 260, 30, 14, 60))
)
measures <- c("odds-ratio" = "OR", "risk-ratio" = "RR", "risk-difference" = "RD")
rules <- c("add-half-when-any-zero-in-study" = "only0", "add-half-to-all" = "all", "none" = "none")

expected_of <- function(fit, kept, n) {
  weight <- rep(NA_real_, n); weight[kept] <- as.numeric(weights(fit))
  list(estimate = as.numeric(fit$beta), standardError = fit$se, lower = fit$ci.lb, upper = fit$ci.ub, z = fit$zval,
       p = fit$pval, q = fit$QE, qDf = fit$k - 1, qP = if (fit$k > 1) fit$QEp else NA, k = fit$k,
       iSquared = fit$I2 / 100, hSquared = fit$H2, weights = weight)
}

cases <- list()
for (name in names(trials)) for (measure in names(measures)) for (rule in names(rules)) for (double in c("exclude", "include")) {
  if (name != "single and double zeros" && (rule == "none" || double == "include")) next
  data <- trials[[name]]
  effects <- suppressWarnings(escalc(measures[[measure]], ai = ai, n1i = n1, ci = ci, n2i = n2, data = data,
                                     add = 1/2, to = rules[[rule]], drop00 = double == "exclude"))
  kept <- which(is.finite(effects$yi) & is.finite(effects$vi) & effects$vi > 0)
  fit <- rma(effects$yi[kept], effects$vi[kept], method = "FE")
  cases[[length(cases) + 1]] <- list(
    name = paste(name, measure, rule, double, sep = ", "),
    input = list(of = list(events = data$ai, n = data$n1), versus = list(events = data$ci, n = data$n2)),
    options = list(measure = measure, zeroCells = rule, doubleZero = double, level = 0.95),
    expected = c(expected_of(fit, kept, nrow(data)),
                 list(estimates = ifelse(seq_len(nrow(data)) %in% kept, effects$yi, NA))))
}

effects <- data.frame(yi = c(-0.21, 0.13, -0.42, -0.05), sei = c(0.11, 0.27, 0.19, 0.08))
fit <- rma(yi, sei = sei, data = effects, method = "FE", level = 90)
cases[[length(cases) + 1]] <- list(name = "effects with standard errors, 90% interval",
  input = list(estimate = effects$yi, standardError = effects$sei),
  options = list(level = 0.9), expected = expected_of(fit, 1:4, 4))

write(toJSON(list(
  provenance = list(software = "R metafor::escalc, metafor::rma.uni(method = 'FE')",
    version = paste(R.version.string, "metafor", packageVersion("metafor")), command = "Rscript make.R"),
  tolerance = 1e-11, toleranceReason = "closed form; sums of a few terms that nearly cancel",
  cases = cases), auto_unbox = TRUE, digits = I(17), na = "null"), "pools.json")
