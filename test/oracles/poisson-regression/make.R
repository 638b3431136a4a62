# Reference values for src/outcomes/count/poisson-regression from glm(poisson). Run: Rscript test/oracles/poisson-regression/make.R
library(jsonlite)
n <- 40
d <- data.frame(arm = rep(0:1, length.out = n), age = round(55 + 10 * sin(seq_len(n) * 1.1)), time = round(1 + 1.5 * cos(seq_len(n) * 0.7)^2, 2))
d$y <- round(d$time * exp(0.6 - 0.5 * d$arm + 0.02 * (d$age - 55) + 0.7 * sin(seq_len(n)^2)))
arms <- data.frame(arm = c(1, 0), time = c(230.5, 198.25), y = c(17, 29))
case <- function(name, d, covariates, level) {
  f <- glm(reformulate(c(covariates, "offset(log(time))"), "y"), poisson, d, epsilon = 1e-15, maxit = 100); s <- coef(summary(f)); q <- qnorm((1 - level) / 2, lower.tail = FALSE)
  list(name = name, input = list(events = d$y, exposure = d$time, covariates = lapply(covariates, function(k) list(name = k, values = d[[k]]))), options = list(level = level),
    expected = c(list(logLikelihood = as.numeric(logLik(f))), if (f$df.residual > 0) list(pearsonDispersion = sum(residuals(f, "pearson")^2) / f$df.residual)),
    intercept = list(estimate = s[1, 1], standardError = s[1, 2]),
    coefficients = lapply(covariates, function(k) list(estimate = s[k, 1], standardError = s[k, 2], lower = s[k, 1] - q * s[k, 2], upper = s[k, 1] + q * s[k, 2], z = s[k, 3],
      logP = log(2) + pnorm(-abs(s[k, 3]), log.p = TRUE))))
}
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/poisson-regression/make.R"), tolerance = 1e-8,
  toleranceReason = "R takes standard errors from the iteration before the last", cases = list(case("forty subjects", d, c("arm", "age"), 0.95), case("two arms", arms, "arm", 0.9))), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/poisson-regression/fits.json")
