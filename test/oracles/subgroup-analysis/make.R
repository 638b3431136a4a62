# Reference values for subgroup analysis: metafor::rma.uni within each subgroup, then between subgroup pools.
# Run: Rscript make.R   (R 4.2, metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })
data <- data.frame(
  trial = rep(c("A", "B", "C", "D", "E"), 2), subgroup = rep(c("steroids", "no steroids"), each = 5),
  ai = c(12, 25, 61, 7, 30, 9, 4, 22, 6, 11), n1 = c(60, 110, 250, 41, 95, 50, 20, 80, 44, 50),
  ci = c(20, 33, 70, 6, 41, 8, 5, 20, 2, 9), n2 = c(62, 108, 249, 42, 99, 52, 19, 82, 43, 51))
data <- escalc("OR", ai = ai, n1i = n1, ci = ci, n2i = n2, data = data, add = 1/2, to = "only0", drop00 = TRUE)
control <- list(threshold = 1e-15, maxiter = 20000)
describe <- function(fit) list(estimate = as.numeric(fit$beta), standardError = fit$se, lower = fit$ci.lb, upper = fit$ci.ub, p = fit$pval, k = fit$k, tauSquared = fit$tau2)
case <- function(name, options, method, test) {
  fits <- lapply(c("steroids", "no steroids"), function(g) rma(yi, vi, data = data[data$subgroup == g, ], method = method, test = test, control = control))
  pooled <- sapply(fits, function(f) as.numeric(f$beta)); errors <- sapply(fits, function(f) f$se)
  between <- rma(pooled, sei = errors, method = "FE")
  difference <- pooled[2] - pooled[1]; error <- sqrt(sum(errors^2))
  overall <- rma(yi, vi, data = data, method = method, test = test, control = control)
  list(name = name, options = options, expected = list(subgroups = lapply(fits, describe), overall = describe(overall),
    between = list(q = between$QE, df = between$k - 1, p = between$QEp),
    ratio = list(estimate = difference, standardError = error, lower = difference - qnorm(.975) * error, upper = difference + qnorm(.975) * error, p = 2 * pnorm(-abs(difference / error)))))
}
within <- sapply(c("A", "B", "C", "D", "E"), function(t) {
  rows <- data[data$trial == t, ]
  c(rows$yi[rows$subgroup == "no steroids"] - rows$yi[rows$subgroup == "steroids"], sum(rows$vi)) })
within_fixed <- rma(within[1, ], within[2, ], method = "FE")
cases <- list(
  case("common effect", list(model = "common-effect"), "FE", "z"),
  case("random effects, Wald", list(model = "random-effects", interval = "wald", betweenStudyVariance = "reml"), "REML", "z"),
  case("random effects, Hartung-Knapp", list(model = "random-effects", interval = "hartung-knapp", betweenStudyVariance = "dersimonian-laird"), "DL", "knha"))
write(toJSON(list(
  provenance = list(software = "R metafor::rma.uni", version = paste(R.version.string, "metafor", packageVersion("metafor")), command = "Rscript make.R"),
  tolerance = 1e-8, toleranceReason = "iterative between-study variance, reference made with tight control",
  input = data[, c("trial", "subgroup", "ai", "n1", "ci", "n2")], cases = cases, within = describe(within_fixed)), auto_unbox = TRUE, digits = I(17), dataframe = "columns"), "pools.json")
