# Reference values for src/outcomes/count/zero-inflated-regression: pscl zeroinfl with an intercept-only zero part and tight control,
# polished by Newton steps on numerical derivatives of the log-likelihood. Run: Rscript test/oracles/zero-inflated-regression/make.R
library(jsonlite); suppressMessages(library(pscl))
n <- 120; i <- seq_len(n); arm <- rep(0:1, length.out = n); age <- round(10 * sin(i * 1.3)) / 10; t <- round(0.5 + (i %% 7) / 5, 2)
y <- ifelse(cos(i * 2.1) > 0.35, 0, pmax(0, round(2.4 + 2.2 * sin(i^2 * 1.7) - 0.7 * arm + 0.5 * age))); y2 <- ifelse(cos(i * 2.1) > 0.45, 0, round(exp(1.1 + 1.3 * sin(i^2 * 0.7) - 0.5 * arm)))
d <- data.frame(arm, age, t, y, y2)
case <- function(name, out, vars, dist, level) { d$out <- d[[out]]; f <- as.formula(paste("out ~", paste(c(vars, "offset(log(t))"), collapse = "+"), "| 1")); d$logt <- log(d$t)
  m <- zeroinfl(f, d, dist = dist, control = zeroinfl.control(reltol = 1e-15, maxit = 2000)); X <- cbind(1, as.matrix(d[, vars])); k <- ncol(X)
  ll <- function(p) { mu <- exp(drop(X %*% p[1:k]) + d$logt); z <- plogis(p[k + 1]); f0 <- if (dist == "poisson") dpois(d$out, mu) else dnbinom(d$out, size = exp(p[k + 2]), mu = mu); sum(log(z * (d$out == 0) + (1 - z) * f0)) }
  p <- c(coef(m)[1:k], coef(m)[k + 1], if (dist == "negbin") log(m$theta)); names(p) <- NULL
  for (s in 1:3) { r <- optim(p, ll, method = "BFGS", control = list(fnscale = -1, reltol = 1e-16, maxit = 500, parscale = pmax(0.1, abs(p)))); p <- r$par }
  g <- function(p) sapply(seq_along(p), function(j) { h <- 1e-4; e <- function(s) { q <- p; q[j] <- q[j] + s * h; ll(q) }; (8 * (e(1) - e(-1)) - (e(2) - e(-2))) / (12 * h) })
  H <- function(p) { h <- 1e-3; J <- sapply(seq_along(p), function(j) { e <- function(s) { q <- p; q[j] <- q[j] + s * h; g(q) }; (8 * (e(1) - e(-1)) - (e(2) - e(-2))) / (12 * h) }); (J + t(J)) / 2 }
  for (s in 1:4) p <- p - solve(H(p), g(p)); se <- sqrt(diag(solve(-H(p)))); stopifnot(abs(ll(p) - as.numeric(logLik(m))) < 1e-6)
  list(name = paste(name, dist), input = list(events = d$out, exposure = d$t, covariates = lapply(vars, function(v) list(name = v, values = d[[v]]))), options = list(distribution = if (dist == "poisson") "poisson" else "negative-binomial", level = level),
    estimates = p[1:k], standardErrors = se[1:k], zeroLogOdds = p[k + 1], zeroStandardError = se[k + 1], dispersion = if (dist == "negbin") exp(-p[k + 2]), logLikelihood = ll(p)) }
cases <- list(case("two covariates", "y", c("arm", "age"), "poisson", 0.95), case("arm", "y", "arm", "poisson", 0.9), case("spread", "y2", "arm", "negbin", 0.95))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("pscl", packageVersion("pscl")), command = "Rscript test/oracles/zero-inflated-regression/make.R"), tolerance = 1e-6,
  toleranceReason = "iterative fit polished on numerical derivatives", cases = cases), auto_unbox = TRUE, digits = I(17), null = "null"), "test/oracles/zero-inflated-regression/pscl.json")
