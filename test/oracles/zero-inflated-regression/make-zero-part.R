# Reference values for covariates of the zeros and robust variances in src/outcomes/count/zero-inflated-regression: pscl zeroinfl, polished by
# Newton steps on fourth-order differences of the log-likelihood. Robust variances are worked from the scores of all parameters, row by row;
# for Poisson counts they are checked against sandwich and vcovCL.
# Run: Rscript test/oracles/zero-inflated-regression/make-zero-part.R
library(jsonlite); suppressMessages({ library(pscl); library(sandwich) })
n <- 150; i <- seq_len(n); arm <- rep(0:1, length.out = n); age <- round(10 * sin(i * 1.3)) / 10; t <- round(0.5 + (i %% 7) / 5, 2); id <- (i - 1) %/% 3
zero <- cos(i * 2.1) > 0.45 - 0.5 * age - 0.3 * arm
y <- ifelse(zero, 0, pmax(0, round(2.4 + 2.2 * sin(i^2 * 1.7) - 0.7 * arm + 0.5 * age))); y2 <- ifelse(zero, 0, round(exp(1.1 + 1.3 * sin(i^2 * 0.7) - 0.5 * arm)))
d <- data.frame(arm, age, t, y, y2, logt = log(t))
case <- function(name, out, vars, zvars, dist) {
  d$out <- d[[out]]; f <- as.formula(paste("out ~", paste(c(vars, "offset(logt)"), collapse = "+"), "|", paste(zvars, collapse = "+")))
  m <- zeroinfl(f, d, dist = dist, control = zeroinfl.control(reltol = 1e-15, maxit = 2000))
  X <- cbind(1, as.matrix(d[, vars, drop = FALSE])); Z <- cbind(1, as.matrix(d[, zvars, drop = FALSE])); k <- ncol(X); q <- ncol(Z)
  rows <- function(p) { mu <- exp(drop(X %*% p[1:k]) + d$logt); z <- plogis(drop(Z %*% p[k + 1:q])); f0 <- if (dist == "poisson") dpois(d$out, mu) else dnbinom(d$out, size = exp(p[k + q + 1]), mu = mu); log(z * (d$out == 0) + (1 - z) * f0) }
  p <- c(coef(m), if (dist == "negbin") log(m$theta)); names(p) <- NULL
  scores <- function(p) sapply(seq_along(p), function(j) { h <- 1e-3; e <- function(s) { r <- p; r[j] <- r[j] + s * h; rows(r) }; (8 * (e(1) - e(-1)) - (e(2) - e(-2))) / (12 * h) })
  g <- function(p) colSums(scores(p))
  H <- function(p) { h <- 1e-3; J <- sapply(seq_along(p), function(j) { e <- function(s) { r <- p; r[j] <- r[j] + s * h; g(r) }; (8 * (e(1) - e(-1)) - (e(2) - e(-2))) / (12 * h) }); (J + t(J)) / 2 }
  for (s in 1:6) p <- p - solve(H(p), g(p))
  stopifnot(abs(sum(rows(p)) - as.numeric(logLik(m))) < 1e-5)
  B <- solve(-H(p)); S <- scores(p); C <- rowsum(S, id); G <- nrow(C); se <- function(M, f = 1) sqrt(diag(f * B %*% M %*% B))[1:(k + q)]
  r <- list(model = sqrt(diag(B))[1:(k + q)], HC0 = se(crossprod(S)), HC1 = se(crossprod(S), n / (n - length(p))), CR0 = se(crossprod(C)), CR1 = se(crossprod(C), G / (G - 1)),
    CR1S = se(crossprod(C), G / (G - 1) * (n - 1) / (n - length(p))))
  if (dist == "poisson") { # sandwich itself, to its optimiser's accuracy
    stopifnot(max(abs(r$HC0 / sqrt(diag(sandwich(m))) - 1)) < 1e-3, max(abs(r$CR1 / sqrt(diag(vcovCL(m, cluster = id, type = "HC0"))) - 1)) < 1e-3,
      max(abs(r$CR1S / sqrt(diag(vcovCL(m, cluster = id, type = "HC1"))) - 1)) < 1e-3) }
  list(name = name, input = list(events = d$out, exposure = d$t, cluster = id, covariates = lapply(vars, function(v) list(name = v, values = d[[v]])), zeroCovariates = lapply(zvars, function(v) list(name = v, values = d[[v]]))),
    options = list(distribution = if (dist == "poisson") "poisson" else "negative-binomial"), estimates = p[1:k], zeroEstimates = p[k + 1:q],
    standardErrors = r, logLikelihood = sum(rows(p)), dispersion = if (dist == "negbin") exp(-p[k + q + 1]))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("pscl", packageVersion("pscl"), "sandwich", packageVersion("sandwich")),
  command = "Rscript test/oracles/zero-inflated-regression/make-zero-part.R"), tolerance = 1e-6, toleranceReason = "iterative fit polished on numerical derivatives",
  cases = list(case("age in the zeros", "y", c("arm", "age"), "age", "poisson"), case("arm and age in the zeros", "y", "arm", c("arm", "age"), "poisson"), case("negative binomial", "y2", "arm", "age", "negbin"))),
  auto_unbox = TRUE, digits = I(17), null = "null"), "test/oracles/zero-inflated-regression/zero-part.json")
