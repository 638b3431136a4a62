# Reference values for src/survival/piecewise-exponential. Run: Rscript test/oracles/piecewise-exponential/make.R
# Poisson regression of person-time split at the cuts; the log-likelihood of the times is written out.
library(survival)
library(jsonlite)
set.seed(7)
n <- 70
arm <- rep(c("control", "treated"), n / 2)
age <- round(20 + 60 * runif(n))
true <- rexp(n, 0.05 * exp(-0.5 * (arm == "treated") + 0.01 * (age - 50)))
limit <- 5 + 50 * runif(n)
d <- data.frame(time = round(pmin(true, limit), 2), event = as.numeric(true <= limit), age = age, arm = arm)
d$entry <- round(pmin(d$time * 0.5, 6 * runif(n)), 2)
d$weight <- sample(1:3, n, TRUE)
cuts <- c(4, 12.5, 24)
cases <- list()
for (case in list(list(name = "two arms", form = ~ factor(piece) + treated - 1), list(name = "arms and a covariate", form = ~ factor(piece) + treated + age - 1),
                  list(name = "late entry and weights", form = ~ factor(piece) + treated + age - 1, entry = TRUE, weight = TRUE))) {
  own <- d
  if (!isTRUE(case$entry)) own$entry <- 0
  if (!isTRUE(case$weight)) own$weight <- 1
  own$treated <- as.numeric(own$arm == "treated")
  s <- survSplit(Surv(entry, time, event) ~ treated + age + weight, own, cut = cuts, episode = "piece")
  s$exposure <- s$time - s$entry
  # survSplit numbers the piece before the first cut 1
  f <- glm(update(case$form, event ~ . + offset(log(exposure))), poisson, s, weights = weight, control = glm.control(epsilon = 1e-15, maxit = 100))
  f0 <- glm(event ~ factor(piece) - 1 + offset(log(exposure)), poisson, s, weights = weight, control = glm.control(epsilon = 1e-15, maxit = 100))
  times_of <- function(f) { h <- predict(f) - log(s$exposure); sum(s$weight * (s$event * h - exp(h) * s$exposure)) }
  cases <- c(cases, list(list(name = case$name, use = list(entry = isTRUE(case$entry), weight = isTRUE(case$weight), age = grepl("covariate|late", case$name)),
    expected = list(parameters = unname(coef(f)), covariance = unname(vcov(f)), logLikelihood = times_of(f), nullLogLikelihood = times_of(f0)))))
}
write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("stats; survival", packageVersion("survival"), "(survSplit)"),
    command = "Rscript test/oracles/piecewise-exponential/make.R"),
  tolerance = 1e-9, toleranceReason = "both fits iterated to convergence", cuts = cuts, data = as.list(d), cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/piecewise-exponential/poisson.json")
