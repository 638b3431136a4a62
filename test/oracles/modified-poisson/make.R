# Reference values for src/outcomes/binary/modified-poisson and src/outcomes/binary/log-binomial: glm with log link and tight
# control; the robust variance from sandwich (HC0). Run: Rscript test/oracles/modified-poisson/make.R
library(jsonlite); library(sandwich)
n <- 80; i <- seq_len(n)
made <- data.frame(arm = rep(0:1, length.out = n), age = round(60 + 9 * sin(i * 1.3)), steroids = as.integer(cos(i * 0.9) > 0.2))
made$y <- as.integer((sin(i^2) + 0.03 * (made$age - 60) - 0.35 * made$arm + 0.2 * made$steroids) > 0.25)
plain <- data.frame(arm = rep(0:1, c(42, 40)), y = c(rep(1:0, c(20, 22)), rep(1:0, c(12, 28))))
sets <- list("eighty subjects" = made, "two arms" = plain)
case <- function(name, kind, level) {
  d <- sets[[name]]; k <- setdiff(names(d), "y"); start <- c(log(mean(d$y)), rep(0, length(k)))
  f <- glm(y ~ ., if (kind == "modified-poisson") poisson() else binomial("log"), d, start = start, epsilon = 1e-15, maxit = 200)
  stopifnot(f$converged); b <- unname(coef(f)); x <- model.matrix(f)
  # the last digits of the fit by Newton steps on the score, whose root it is
  for (s in 1:5) { m <- exp(drop(x %*% b)); r <- if (kind == "modified-poisson") d$y - m else (d$y - m) / (1 - m)
    h <- if (kind == "modified-poisson") m else (1 - d$y) * m / (1 - m)^2; b <- b + drop(solve(crossprod(x, h * x), crossprod(x, r))) }
  f2 <- glm(y ~ ., f$family, d, start = b, epsilon = 1e-15, maxit = 200); stopifnot(max(abs(coef(f2) - b)) < 1e-9)
  m <- exp(drop(x %*% b)); bread <- solve(crossprod(x, (if (kind == "modified-poisson") m else m / (1 - m)) * x))
  v <- if (kind == "modified-poisson") bread %*% crossprod(x, (d$y - m)^2 * x) %*% bread else bread
  package <- if (kind == "modified-poisson") sandwich(f2) else vcov(f2); stopifnot(max(abs(package / v - 1)) < 1e-5)
  se <- sqrt(diag(v)); q <- qnorm((1 - level) / 2, lower.tail = FALSE)
  list(name = paste(name, level), input = list(outcome = d$y, covariates = lapply(k, function(c) list(name = c, values = d[[c]]))), options = list(level = level),
    expected = if (kind == "log-binomial") list(logLikelihood = as.numeric(logLik(f2))) else list(n = nrow(d)), intercept = list(estimate = b[1], standardError = se[1]),
    coefficients = lapply(seq_along(b)[-1], function(j) list(estimate = b[j], standardError = se[j], lower = b[j] - q * se[j], upper = b[j] + q * se[j],
      z = b[j] / se[j], logP = log(2) + pnorm(-abs(b[j] / se[j]), log.p = TRUE))))
}
for (kind in c("modified-poisson", "log-binomial"))
  write(toJSON(list(provenance = list(software = R.version.string, packages = paste("sandwich", packageVersion("sandwich")), command = "Rscript test/oracles/modified-poisson/make.R"),
    tolerance = 1e-9, toleranceReason = "iterative fits, settled by Newton steps; sandwich agrees to 1e-5 at glm's own precision",
    cases = list(case("eighty subjects", kind, 0.95), case("two arms", kind, 0.9))), auto_unbox = TRUE, digits = I(17)), file.path("test/oracles", kind, "fits.json"))
