# Reference values for src/outcomes/binary/logistic-regression: maximum likelihood from glm, Firth from brglm2, profile limits by
# direct maximisation. Run: Rscript test/oracles/logistic-regression/make.R
library(jsonlite); suppressMessages(library(brglm2))
n <- 60
made <- data.frame(arm = rep(0:1, length.out = n), age = round(60 + 9 * sin(seq_len(n) * 1.3)), crp = round(exp(4 + cos(seq_len(n) * 0.7)), 1))
made$y <- as.integer((sin(seq_len(n)^2) + 0.05 * (made$age - 60) - 0.4 * made$arm + 0.004 * (made$crp - 60)) > 0)
data(endometrial); endo <- data.frame(endometrial[c("NV", "PI", "EH")], y = endometrial$HG)
counts <- data.frame(arm = c(0, 0, 1, 1), y = c(1, 0, 1, 0), w = c(754, 1046, 619, 1135))
zero <- data.frame(arm = c(0, 0, 1), y = c(1, 0, 0), w = c(4, 10, 15))
sets <- list("sixty subjects" = made, "endometrial cancer" = endo, "counted rows" = counts, "an arm without events" = zero)
names_of <- function(d) setdiff(names(d), c("y", "w"))
weights_of <- function(d) if (is.null(d$w)) rep(1, nrow(d)) else d$w
loglik <- function(b, d, firth) {
  x <- cbind(1, as.matrix(d[names_of(d)])); e <- drop(x %*% b); w <- weights_of(d); p <- plogis(e)
  l <- sum(w * (d$y * plogis(e, log.p = TRUE) + (1 - d$y) * plogis(-e, log.p = TRUE)))
  if (firth) l <- l + as.numeric(determinant(crossprod(x, w * p * (1 - p) * x))$modulus) / 2
  l
}
limits <- function(b, se, d, firth, level) {
  top <- loglik(b, d, firth); target <- qchisq(level, 1) / 2
  sapply(seq_along(b)[-1], function(j) sapply(c(-1, 1), function(side) {
    start <- b[-j]
    drop <- function(v) { f <- function(o) { full <- b; full[j] <- v; full[-j] <- start + o * se[-j]; -loglik(full, d, firth) }
      o <- rep(0, length(start)); for (k in 1:2) o <- optim(o, f, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000, ndeps = rep(1e-5, length(o))))$par
      top + f(o) - target }
    uniroot(drop, sort(b[j] + side * se[j] * c(0.2, 4)), extendInt = if (side > 0) "upX" else "downX", tol = 1e-9)$root }))
}
case <- function(name, method, level) {
  d <- sets[[name]]; d0 <- d; d0$w <- NULL
  f <- suppressWarnings(if (method == "firth") glm(y ~ ., binomial, d0, weights = weights_of(d), method = "brglmFit", type = "AS_mean", epsilon = 1e-13, maxit = 1000)
    else glm(y ~ ., binomial, d0, weights = weights_of(d), epsilon = 1e-15, maxit = 100))
  b <- unname(coef(f)); x <- cbind(1, as.matrix(d[names_of(d)])); p <- plogis(drop(x %*% b)); v <- solve(crossprod(x, weights_of(d) * p * (1 - p) * x)); se <- sqrt(diag(v))
  q <- qnorm((1 - level) / 2, lower.tail = FALSE); l <- limits(b, se, d, method == "firth", level)
  list(name = paste(name, method), input = list(outcome = d$y, weight = weights_of(d), covariates = lapply(names_of(d), function(k) list(name = k, values = d[[k]]))),
    options = list(estimator = method, level = level),
    expected = list(logLikelihood = loglik(b, d, method == "firth")), intercept = list(estimate = b[1], standardError = se[1]),
    coefficients = lapply(seq_along(b)[-1], function(j) list(estimate = b[j], standardError = se[j], lower = b[j] - q * se[j], upper = b[j] + q * se[j],
      z = b[j] / se[j], logP = log(2) + pnorm(-abs(b[j] / se[j]), log.p = TRUE))),
    profile = lapply(seq_along(b)[-1], function(j) list(lower = l[1, j - 1], upper = l[2, j - 1])))
}
cases <- list(case("sixty subjects", "maximum-likelihood", 0.95), case("counted rows", "maximum-likelihood", 0.9),
  case("sixty subjects", "firth", 0.95), case("endometrial cancer", "firth", 0.95), case("counted rows", "firth", 0.95), case("an arm without events", "firth", 0.95))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("brglm2", packageVersion("brglm2")), command = "Rscript test/oracles/logistic-regression/make.R"),
  tolerance = 1e-8, toleranceReason = "iterative fits with tight control; profile limits by a derivative-free search are compared at 1e-5", cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/logistic-regression/fits.json")
