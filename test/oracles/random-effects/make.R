# Reference values for random-effects pooling: metafor::rma.uni with tight control.
# Run: Rscript make.R   (R 4.2, metafor 3.8-1, jsonlite)
suppressMessages({ library(metafor); library(jsonlite) })

sets <- list(
  "heterogeneous" = data.frame(yi = c(-0.81, 0.35, -0.42, -0.05, 0.62, -1.10, 0.08), sei = c(0.21, 0.27, 0.19, 0.12, 0.31, 0.44, 0.15)),
  "homogeneous, variance on the boundary" = data.frame(yi = c(-0.21, -0.13, -0.30, -0.18), sei = c(0.11, 0.27, 0.19, 0.08)),
  "three studies" = data.frame(yi = c(0.9, 0.1, 0.45), sei = c(0.3, 0.2, 0.25)),
  "two studies" = data.frame(yi = c(-0.60, 0.20), sei = c(0.20, 0.30)),
  "one precise study among many" = data.frame(yi = c(0.02, 0.31, -0.52, 0.75, -0.11, 0.43, 0.05, -0.30, 0.66, 0.21),
                                              sei = c(0.02, 0.25, 0.33, 0.29, 0.18, 0.22, 0.40, 0.31, 0.35, 0.27))
)
estimators <- c("dersimonian-laird" = "DL", "reml" = "REML", "ml" = "ML", "paule-mandel" = "PM",
                "hedges" = "HE", "sidik-jonkman" = "SJ", "empirical-bayes" = "EB")
tests <- c("wald" = "z", "hartung-knapp" = "knha", "hartung-knapp-never-narrower" = "adhoc")
control <- list(threshold = 1e-15, maxiter = 20000, tol = 1e-14, tau2.max = 1000)

cases <- list()
for (name in names(sets)) for (estimator in names(estimators)) {
  if (name %in% c("three studies", "two studies") && !estimator %in% c("reml", "dersimonian-laird")) next
  data <- sets[[name]]
  fits <- lapply(tests, function(test)
    suppressWarnings(rma(yi, sei = sei, data = data, method = estimators[[estimator]], test = test, control = control)))
  fit <- fits[["wald"]]
  profile <- NULL
  if (estimator == "reml") {
    interval <- suppressMessages(confint(fit, control = list(tol = 1e-14, tau2.max = 1e4, maxiter = 10000)))
    if (is.finite(interval$random[1, "ci.ub"])) profile <- list(lower = max(0, interval$random[1, "ci.lb"]), upper = interval$random[1, "ci.ub"])
  }
  if (!estimator %in% c("reml", "dersimonian-laird")) fits <- fits["wald"]
  cases[[length(cases) + 1]] <- list(name = paste(name, estimator, sep = ", "),
    input = list(estimate = data$yi, standardError = data$sei),
    options = list(betweenStudyVariance = estimator),
    expected = list(tauSquared = fit$tau2, iSquared = fit$I2 / 100, hSquared = fit$H2, q = fit$QE, qP = fit$QEp,
      estimate = as.numeric(fit$beta), weights = as.numeric(weights(fit)), tauSquaredInterval = profile,
      logLikelihood = if (estimator %in% c("ml", "reml")) as.numeric(logLik(fit)) else NULL,
      intervals = lapply(fits, function(f) {
        prediction <- predict(f)
        list(standardError = f$se, lower = f$ci.lb, upper = f$ci.ub, statistic = f$zval, p = f$pval,
             predictionLower = prediction$pi.lb, predictionUpper = prediction$pi.ub)
      })))
}
write(toJSON(list(
  provenance = list(software = "R metafor::rma.uni, confint.rma.uni, predict.rma",
    version = paste(R.version.string, "metafor", packageVersion("metafor")),
    command = "Rscript make.R", control = "threshold 1e-15, maxiter 20000, tol 1e-14"),
  tolerance = 1e-8, toleranceReason = "iterative between-study variance, reference made with tight control",
  cases = cases), auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "pools.json")
