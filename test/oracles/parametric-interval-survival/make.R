# Reference values for src/survival/parametric-interval-survival: survreg on visits every few weeks.
# Run: Rscript test/oracles/parametric-interval-survival/make.R
library(survival)
library(jsonlite)
set.seed(42)
n <- 40
treated <- rep(0:1, n / 2)
score <- round(rnorm(n), 2)
true <- 20 * rweibull(n, 1.4) * exp(0.5 * treated - 0.2 * score)
every <- sample(c(4, 6, 8), n, TRUE)
last <- every * sample(2:6, n, TRUE)
lower <- pmin(floor(true / every) * every, last)
upper <- ifelse(true > last, NA, lower + every)
exact <- c(5, 12); lower[exact] <- round(pmin(true, last)[exact], 2); upper[exact] <- lower[exact]
s <- Surv(ifelse(lower == 0, NA, lower), upper, type = "interval2")
cases <- lapply(c(exponential = "exponential", weibull = "weibull", `log-normal` = "lognormal", `log-logistic` = "loglogistic"), function(dist) {
  f <- survreg(s ~ treated + score, dist = dist, control = survreg.control(maxiter = 500, rel.tolerance = 1e-15, toler.chol = 1e-16))
  q <- predict(f, data.frame(treated = 0:1, score = mean(score)), type = "uquantile", p = 0.5, se.fit = TRUE)
  list(parameters = unname(c(coef(f), if (dist != "exponential") log(f$scale))), covariance = unname(vcov(f)),
    logLikelihood = f$loglik[2], logMedian = unname(q$fit), logMedianError = unname(q$se.fit))
})
cases <- Map(function(name, expected) list(name = name, expected = expected), names(cases), unname(cases))
write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
    command = "Rscript test/oracles/parametric-interval-survival/make.R"),
  tolerance = 1e-8, toleranceReason = "both fits iterated to convergence",
  data = list(lower = lower, upper = upper, treated = treated, score = score), cases = unname(cases)),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/parametric-interval-survival/fits.json")
