# Reference values for the constrained partial proportional odds model: VGAM::vglm with constraint matrices, agreed with the likelihood
# written out and climbed by Newton's method; standard errors from its second derivatives (VGAM has the expected ones).
# Data are those of make.R. Run: Rscript test/oracles/partial-proportional-odds/make-trend.R
suppressMessages({ library(VGAM); library(numDeriv); library(jsonlite) })
d <- as.data.frame(fromJSON("test/oracles/partial-proportional-odds/clm.json")$input[c("group", "age", "severity", "y", "drug")]); d$yf <- factor(d$y, ordered = TRUE); k <- nlevels(d$yf) - 1
z0 <- function(x) (x - mean(x)) / sd(x)
fit <- function(free, common, s) { # parameters: thresholds, level and slope of each free column, others; columns scaled
  X <- if (length(free)) sapply(d[free], z0) else matrix(0, nrow(d), 0); Z <- if (length(common)) sapply(d[common], z0) else matrix(0, nrow(d), 0); q <- length(free); w <- length(s) > 0
  ll <- function(p) { S <- if (!w || !q) matrix(0, q, k) else t(sapply(seq_len(q), function(i) p[k + 2 * i - 1] + p[k + 2 * i] * s)); b <- p[-seq_len(k + 2 * q * w)]
    eta <- outer(-drop(Z %*% b), p[1:k], "+") - X %*% S; P <- cbind(0, plogis(eta), 1); pr <- P[cbind(1:nrow(d), d$y + 1)] - P[cbind(1:nrow(d), d$y)]; if (any(pr <= 0)) -1e10 else sum(log(pr)) }
  p <- c(qlogis(cumsum(prop.table(table(d$y)))[1:k]), rep(0, 2 * q * w + length(common))); p <- optim(p, ll, method = "BFGS", control = list(fnscale = -1, maxit = 2000, reltol = 1e-14))$par
  for (i in 1:6) p <- p - solve(hessian(ll, p), grad(ll, p))
  list(p = unname(p), V = solve(-hessian(ll, p)), ll = ll(p)) }
case <- function(name, free, common, s, freeGroups, freeCovariates) {
  m <- fit(free, common, s); m0 <- fit(character(), c(free, common), NULL)
  con <- c(list("(Intercept)" = diag(k)), setNames(lapply(free, function(x) cbind(1, s)), free), setNames(lapply(common, function(x) matrix(1, k, 1)), common))
  v <- vglm(reformulate(c(free, common), "yf"), cumulative(parallel = FALSE, reverse = FALSE), constraints = con, data = d, epsilon = 1e-13, maxit = 200)
  one <- vglm(reformulate(c(free, common), "yf"), cumulative(parallel = as.formula(paste("FALSE ~", paste(free, collapse = "+"))), reverse = FALSE), data = d, epsilon = 1e-13, maxit = 200)
  stopifnot(abs(logLik(v) - m$ll) < 1e-8); cv <- coef(v)
  free_of <- lapply(seq_along(free), function(i) { at <- k + 2 * i - 1:0; u <- sd(d[[free[i]]]); L <- cbind(1, s); V <- m$V[at, at]; e <- drop(L %*% m$p[at]) / u
    stopifnot(max(abs(e + drop(L %*% cv[paste0(free[i], ":", 1:2)]))) < 1e-6)
    list(name = free[i], estimate = I(e), standardError = I(sqrt(diag(L %*% V %*% t(L))) / u), trend = m$p[at[2]] / u, trendError = sqrt(V[2, 2]) / u) })
  base <- k + 2 * length(free)
  list(name = name, options = list(scores = I(s), freeGroups = freeGroups, freeCovariates = I(freeCovariates)), expected = list(free = free_of,
    common = lapply(seq_along(common), function(i) list(name = common[i], estimate = m$p[base + i] / sd(d[[common[i]]]), standardError = sqrt(m$V[base + i, base + i]) / sd(d[[common[i]]]))),
    logLikelihood = m$ll, likelihoodRatio = 2 * (m$ll - m0$ll), df = length(free), trendRatio = 2 * (as.numeric(logLik(one)) - m$ll), trendDf = (k - 2) * length(free))) }
cases <- list(case("arm over 0 1 2 3", "drug", c("age", "severity"), 0:3, TRUE, character()), case("arm over uneven scores", "drug", c("age", "severity"), c(0, 1, 4, 9), TRUE, character()),
  case("age over falling scores", "age", c("drug", "severity"), c(3, 2, 1, -2), FALSE, "age"), case("arm and age", c("drug", "age"), "severity", c(-1, 0.5, 1, 2), TRUE, "age"))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("VGAM", packageVersion("VGAM"), "numDeriv", packageVersion("numDeriv")), command = "Rscript test/oracles/partial-proportional-odds/make-trend.R"),
  tolerance = 1e-7, toleranceReason = "second derivatives by extrapolated differences", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/partial-proportional-odds/trend.json")
