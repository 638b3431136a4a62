# Reference values for src/outcomes/count/negative-binomial-regression from MASS glm.nb. Run: Rscript test/oracles/negative-binomial-regression/make.R
library(jsonlite); library(MASS)
n <- 48
d <- data.frame(arm = rep(0:1, length.out = n), age = round(55 + 10 * sin(seq_len(n) * 1.1)), time = round(0.5 + 1.5 * cos(seq_len(n) * 0.7)^2, 2))
d$y <- round(d$time * exp(0.9 - 0.5 * d$arm + 0.02 * (d$age - 55) + 1.5 * sin(seq_len(n)^2)))
quine2 <- quine[1:60, c("Sex", "Days")]; quine2 <- data.frame(arm = as.integer(quine2$Sex == "M"), y = quine2$Days, time = 1)
case <- function(name, d, covariates, level) {
  form <- reformulate(c(covariates, "offset(log(time))"), "y")
  f <- glm.nb(form, d, control = glm.control(epsilon = 1e-15, maxit = 500)); mu <- fitted(f)
  # glm.nb stops its two-way search early; the same likelihood is finished here in theta and by glm at that theta.
  for (k in 1:200) { theta <- as.numeric(theta.ml(d$y, mu, limit = 200, eps = 1e-15)); g <- glm(form, negative.binomial(theta), d, epsilon = 1e-15, maxit = 200, mustart = mu); mu <- fitted(g) }
  s <- coef(summary(g, dispersion = 1)); q <- qnorm((1 - level) / 2, lower.tail = FALSE)
  top <- sum(dnbinom(d$y, size = theta, mu = mu, log = TRUE)); poisson <- as.numeric(logLik(glm(form, poisson, d, epsilon = 1e-15)))
  list(name = name, input = list(events = d$y, exposure = d$time, covariates = lapply(covariates, function(k) list(name = k, values = d[[k]]))), options = list(level = level),
    expected = list(logLikelihood = top, dispersion = 1 / theta), overdispersion = list(chiSquare = 2 * (top - poisson), logP = log(0.5) + pchisq(2 * (top - poisson), 1, lower.tail = FALSE, log.p = TRUE)),
    intercept = list(estimate = s[1, 1], standardError = s[1, 2]),
    coefficients = lapply(covariates, function(k) list(estimate = s[k, 1], standardError = s[k, 2], lower = s[k, 1] - q * s[k, 2], upper = s[k, 1] + q * s[k, 2], z = s[k, 3],
      logP = log(2) + pnorm(-abs(s[k, 3]), log.p = TRUE))))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("MASS", packageVersion("MASS")), command = "Rscript test/oracles/negative-binomial-regression/make.R"),
  tolerance = 1e-7, toleranceReason = "alternating search for the dispersion, made with tight control", cases = list(case("forty-eight subjects", d, c("arm", "age"), 0.95),
  case("days absent, 60 children", quine2, "arm", 0.9))), auto_unbox = TRUE, digits = I(17)), "test/oracles/negative-binomial-regression/fits.json")
