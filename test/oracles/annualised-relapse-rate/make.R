# Reference values for src/survival/annualised-relapse-rate. Run: Rscript test/oracles/annualised-relapse-rate/make.R
library(MASS)
library(numDeriv)
library(jsonlite)
set.seed(11)
n <- 60
d <- data.frame(treated = rep(0:1, n / 2), prior = rpois(n, 2), exposure = round(0.3 + 2 * runif(n), 3))
d$events <- rnbinom(n, size = 1.5, mu = d$exposure * exp(-0.3 - 0.7 * d$treated + 0.2 * d$prior))
nb <- glm.nb(events ~ treated + prior + offset(log(exposure)), d, control = glm.control(epsilon = 1e-15, maxit = 500))
x <- cbind(1, d$treated, d$prior)
negative <- function(p) -sum(dnbinom(d$events, size = exp(-p[4]), mu = d$exposure * exp(drop(x %*% p[1:3])), log = TRUE))
p <- c(coef(nb), -log(nb$theta))
for (round in 1:4) p <- p - solve(hessian(negative, p, method.args = list(r = 6)), grad(negative, p, method.args = list(r = 6)))
observed <- solve(hessian(negative, p, method.args = list(r = 6)))
mu <- d$exposure * exp(drop(x %*% p[1:3]))
expected <- solve(crossprod(x, x * (mu / (1 + exp(p[4]) * mu))))
stopifnot(max(abs(coef(nb) - p[1:3])) < 1e-6, max(abs(vcov(nb) / expected - 1)) < 1e-5)
po <- glm(events ~ treated + prior + offset(log(exposure)), poisson, d, control = glm.control(epsilon = 1e-15, maxit = 100))
quasi <- summary(glm(events ~ treated + prior + offset(log(exposure)), quasipoisson, d, control = glm.control(epsilon = 1e-15, maxit = 100)))
exact <- lapply(list(c(31, 17, 40.5, 52.25), c(3, 0, 9, 11), c(0, 4, 9, 11)), function(v) {
  one <- poisson.test(v[1], v[3])$conf.int; both <- poisson.test(v[1:2], v[3:4])$conf.int
  share <- v[3] / (v[3] + v[4])
  list(counts = v, lower = one[1], upper = one[2], ratioLower = both[1], ratioUpper = if (is.finite(both[2])) both[2] else NA,
       p = min(1, 2 * min(pbinom(v[1], v[1] + v[2], share), pbinom(v[1] - 1, v[1] + v[2], share, lower.tail = FALSE))))
})
write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("MASS", packageVersion("MASS"), "numDeriv", packageVersion("numDeriv")),
    command = "Rscript test/oracles/annualised-relapse-rate/make.R"),
  tolerance = 1e-8, toleranceReason = "fits iterated to convergence; the observed information by Richardson differences", data = as.list(d),
  cases = list(list(name = "negative binomial", parameters = unname(p[1:3]), dispersion = unname(exp(p[4])), observed = unname(observed),
      expected = unname(expected), logLikelihood = -negative(p)),
    list(name = "poisson", parameters = unname(coef(po)), observed = unname(vcov(po)), pearson = quasi$dispersion,
      quasi = unname(quasi$cov.scaled), logLikelihood = as.numeric(logLik(po)))),
  exact = exact), auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/annualised-relapse-rate/counts.json")
