# Reference values for meta-regression: metafor::rma.uni with moderators. Run: Rscript make.R (metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })
d <- data.frame(yi = c(-0.81, 0.95, 0.42, -0.65, 0.12, -1.10, 0.48, -0.11), sei = c(0.21, 0.27, 0.19, 0.12, 0.31, 0.44, 0.15, 0.22),
  steroids = c(0.9, 0.1, 0.6, 0.5, 0.05, 0.95, 0.3, 0.7), year = c(1, 0, 0, 1, 0, 1, 1, 0))
control <- list(threshold = 1e-15, maxiter = 20000, tol = 1e-14)
case <- function(method, test, formula, names) {
  fit <- rma(yi, sei = sei, mods = formula, data = d, method = method, test = test, control = control)
  list(name = paste(method, test, paste(names, collapse = " + ")), options = list(method = method, test = test, moderators = names), expected = list(
    coefficients = as.numeric(fit$beta), standardErrors = fit$se, lower = fit$ci.lb, upper = fit$ci.ub, p = fit$pval,
    tauSquared = fit$tau2, residualQ = fit$QE, residualP = fit$QEp, moderatorStatistic = fit$QM, moderatorP = fit$QMp))
}
cases <- list(case("FE", "z", ~ steroids, I("steroids")), case("REML", "z", ~ steroids, I("steroids")), case("REML", "knha", ~ steroids + year, c("steroids", "year")),
  case("ML", "z", ~ steroids, I("steroids")), case("DL", "knha", ~ steroids, I("steroids")), case("PM", "z", ~ year, I("year")),
  case("HE", "z", ~ steroids + year, c("steroids", "year")), case("SJ", "z", ~ steroids, I("steroids")), case("EB", "z", ~ steroids, I("steroids")))
write(toJSON(list(provenance = list(software = "R metafor::rma.uni", version = paste(R.version.string, "metafor", packageVersion("metafor")), command = "Rscript make.R"),
  tolerance = 1e-8, toleranceReason = "iterative between-study variance, reference made with tight control",
  input = d, cases = cases), auto_unbox = TRUE, digits = I(17), dataframe = "columns"), "fits.json")
