# Reference values for random-coefficients. Run from the root: Rscript test/oracles/random-coefficients/make.R
# lme4 with a tight optimiser, refined by optim on its own deviance function; lmerTest (Satterthwaite), pbkrtest
# (Kenward-Roger), nlme::lme agreeing within what its iteration settles. On the edge Fisher scoring along it.
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(nlme); library(jsonlite)})
folder <- "test/oracles/random-coefficients"; n <- 36; times <- c(0, 4, 8, 12, 24); i <- 1:n; arms <- c("placebo", "4 mg/kg", "8 mg/kg")
d <- expand.grid(v = 1:5, subject = i); k <- seq_len(nrow(d)); d$time <- times[d$v]; d$arm <- arms[(d$subject %% 3) + 1]
d$base <- round(50 + 7 * sin(d$subject * 2.7), 1); d$age <- round(58 + 9 * cos(d$subject * 1.9))
own <- 3 * sin(i^2 * 0.7); tilt <- 0.18 * cos(i^2 * 1.1) - 0.02 * own
d$y <- round(0.4 * d$base - 0.1 * d$age + own[d$subject] + (tilt[d$subject] - 0.12 * match(d$arm, arms)) * d$time + 1.6 * sin(k^2 * 1.3), 2)
d$flat <- round(0.4 * d$base + 1.1 * own[d$subject] - 0.1 * d$time + 2.2 * sin(k^2 * 1.3 + 1) - 0.004 * own[d$subject] * d$time, 2)
d$noise <- round(0.1 * d$time + 3 * sin(k^2 * 1.7) - 2 * sin((d$subject)^2) * (d$v - 3) * 0 , 2); for (s in i) { r <- d$subject == s; d$noise[r] <- round(d$noise[r] - mean(d$noise[r]) * 0.98, 2) }
d <- d[!((k * 37) %% 11 == 3 | (d$v > 3 & (d$subject * 5) %% 13 == 1)), ]
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5), calc.derivs = TRUE, check.conv.singular = "ignore")
one <- function(name, outcome, random, covariates = character(), use = arms, reml = TRUE, df = "kenward-roger", information = "observed", singular = FALSE, level = 0.95) {
  cat(name, "\n"); x <- d[d$arm %in% use, ]; x$y <- x[[outcome]]; x$arm <- factor(x$arm, use); for (c in covariates) x[[c]] <- x[[c]] - mean(x[[c]])
  fixed <- paste(c("arm * time", covariates), collapse = " + "); form <- as.formula(paste("y ~", fixed, if (random == "intercept") "+ (1 | subject)" else "+ (time | subject)"))
  m <- lmerTest::lmer(form, x, REML = reml, control = tight)
  # Newton steps on the deviance by lme4's own parameters, away from the edge; coordinate-wise golden section at it.
  f <- update(m, devFunOnly = TRUE); th <- getME(m, "theta"); free <- if (random == "intercept") if (singular) integer() else 1 else if (singular) 1:2 else 1:3
  if (singular) th[setdiff(seq_along(th), free)] <- 0
  at <- function(p) { t <- th; t[free] <- p; t }
  if (length(free)) for (s in 1:8) { p <- th[free]; g <- numDeriv::grad(function(p) f(at(p)), p, method.args = list(r = 6)); H <- numDeriv::hessian(function(p) f(at(p)), p, method.args = list(r = 6)); th[free] <- p - solve(H, g) }
  stopifnot(isSingular(m) == singular); q <- if (random == "intercept") 1 else 2; L <- matrix(0, q, q); L[lower.tri(L, TRUE)] <- th; Z <- if (q == 1) matrix(1, 5, 1) else cbind(1, times)
  # Everything from here on with dense matrices at the refined maximum.
  X <- model.matrix(as.formula(paste("~", fixed)), x); y <- x$y; same <- outer(x$subject, x$subject, "=="); S <- (Z %*% L %*% t(L) %*% t(Z))[x$v, x$v] * same + diag(nrow(x)); Si <- solve(S); b <- solve(t(X) %*% Si %*% X, t(X) %*% Si %*% y)
  s2 <- sum((y - X %*% b) * (Si %*% (y - X %*% b))) / (nrow(x) - if (reml) ncol(X) else 0); S <- S * s2; G <- L %*% t(L) * s2; Vi <- solve(S); Phi <- solve(t(X) %*% Vi %*% X); b <- drop(Phi %*% t(X) %*% Vi %*% y); r <- y - drop(X %*% b)
  if (singular && q == 2) { J <- rep(1, nrow(x)); p <- c(L[, 1] * sqrt(s2), s2)
    for (s in 1:4) { own <- p[1] + p[2] * x$time; S <- outer(own, own) * same + diag(p[3], nrow(x)); Vi <- solve(S); Phi <- solve(t(X) %*% Vi %*% X); P <- Vi - Vi %*% X %*% Phi %*% t(X) %*% Vi; u <- P %*% y
      D <- list((outer(J, own) + outer(own, J)) * same, (outer(x$time, own) + outer(own, x$time)) * same, diag(nrow(x))); g <- sapply(D, function(M) sum(u * (M %*% u)) - sum(P * M)) / 2; PD <- lapply(D, function(M) P %*% M)
      p <- p + solve(outer(1:3, 1:3, Vectorize(function(a, c) sum(PD[[a]] * t(PD[[c]])) / 2)), g) }
    s2 <- p[3]; L[, 1] <- p[1:2] / sqrt(s2); G <- L %*% t(L) * s2; own <- p[1] + p[2] * x$time; S <- outer(own, own) * same + diag(s2, nrow(x)); Vi <- solve(S); Phi <- solve(t(X) %*% Vi %*% X); b <- drop(Phi %*% t(X) %*% Vi %*% y); r <- y - drop(X %*% b) }
  stopifnot(max(abs(b - fixef(m)[colnames(X)]) / (abs(b) + 1e-3)) < 1e-4); near <- function(a, b, e) stopifnot(max(abs(a / b - 1)) < e)
  D <- if (q == 1) list(same * 1) else list(same * 1, outer(x$time, rep(1, nrow(x))) * same + outer(rep(1, nrow(x)), x$time) * same, outer(x$time, x$time) * same); D <- c(D, list(diag(nrow(x))))
  if (singular && df == "satterthwaite") { l <- L[, 1] * sqrt(s2); own <- drop(if (q == 1) l else l[1] + l[2] * x$time)
    D <- if (q == 1 || max(abs(l)) < 1e-8) list(diag(nrow(x))) else list((outer(rep(1, nrow(x)), own) + outer(own, rep(1, nrow(x)))) * same, (outer(x$time, own) + outer(own, x$time)) * same, diag(nrow(x))) }
  P <- Vi - Vi %*% X %*% Phi %*% t(X) %*% Vi; T <- if (reml) P else Vi; u <- Vi %*% r; K <- length(D); score <- sapply(D, function(M) sum(u * (M %*% u)) - sum(T * M)) / 2
  if (!singular || df == "satterthwaite") stopifnot(max(abs(score) * c(rep(1, K))) < 1e-5); DD <- function(a, c) NULL
  if (singular && df == "satterthwaite" && K == 3) { E <- list(same * 2, (outer(x$time, rep(1, nrow(x))) + outer(rep(1, nrow(x)), x$time)) * same, 2 * outer(x$time, x$time) * same); DD <- function(a, c) if (a == 3 || c == 3) NULL else E[[a + c - 1]] }
  TD <- lapply(D, function(M) T %*% M); I <- outer(1:K, 1:K, Vectorize(function(a, c) { tr <- sum(TD[[a]] * t(TD[[c]])); if (information == "expected" || (singular && df == "kenward-roger")) tr / 2 else { dd <- DD(a, c); -tr / 2 + sum((D[[a]] %*% u) * (P %*% (D[[c]] %*% u))) + if (is.null(dd)) 0 else (sum(T * dd) - sum(u * (dd %*% u))) / 2 } }))
  W <- solve(I); Pj <- lapply(D, function(M) -t(X) %*% Vi %*% M %*% Vi %*% X); C <- Phi
  if (df == "kenward-roger") { A <- 0; for (a in 1:K) for (c in 1:K) A <- A + W[a, c] * (t(X) %*% Vi %*% D[[a]] %*% Vi %*% D[[c]] %*% Vi %*% X - Pj[[a]] %*% Phi %*% Pj[[c]]); C <- Phi + 2 * Phi %*% A %*% Phi
    if (information == "expected" || singular) near(as.matrix(vcovAdj(m)), C, 2e-4) }
  nu <- function(w) { g <- sapply(Pj, function(p) -sum((Phi %*% w) * (p %*% (Phi %*% w)))); 2 * sum(w * (Phi %*% w))^2 / sum(g * (W %*% g)) }
  figure <- function(w) { e <- sum(w * b); se <- sqrt(sum(w * (C %*% w))); v <- if (df == "normal") Inf else nu(w); list(estimate = e, standardError = se, df = if (is.finite(v)) v else NULL, lower = e - qt((1 + level) / 2, v) * se, logP = log(2) + pt(-abs(e / se), v, log.p = TRUE)) }
  unit <- function(names, values = 1) { w <- setNames(numeric(ncol(X)), colnames(X)); w[names] <- values; w }
  slope <- function(a) unit(c("time", if (a != use[1]) paste0("arm", a, ":time"))); mean. <- function(a, t) { w <- unit("(Intercept)"); w["time"] <- t; if (a != use[1]) w[c(paste0("arm", a), paste0("arm", a, ":time"))] <- c(1, t); w }
  last <- slope(use[length(use)]) - slope(use[1])
  if (df == "satterthwaite") { z <- contest1D(m, last, ddf = "Satterthwaite"); near(z$df, nu(last), 2e-3); near(z[["Std. Error"]], sqrt(sum(last * (C %*% last))), 1e-4) }
  if (df == "kenward-roger" && (information == "expected" || singular)) near(suppressWarnings(Lb_ddf(last, as.matrix(vcov(m)), vcovAdj(m))), nu(last), 1e-3)
  if (!singular) { g <- lme(as.formula(paste("y ~", fixed)), x, random = as.formula(if (q == 1) "~ 1 | subject" else "~ time | subject"), method = if (reml) "REML" else "ML", control = lmeControl(tolerance = 1e-10, msTol = 1e-12, maxIter = 500, msMaxIter = 500, opt = "optim")); near(as.numeric(logLik(g)), as.numeric(logLik(m)), 1e-7) }
  ld <- as.numeric(determinant(S)$modulus); ll <- -((nrow(x) - if (reml) ncol(X) else 0) * log(2 * pi) + ld + (if (reml) -as.numeric(determinant(Phi)$modulus) else 0) + sum(r * u)) / 2; near(ll, as.numeric(logLik(m)), 1e-9)
  blup <- t(sapply(unique(x$subject), function(s) { j <- x$subject == s; drop(G %*% t(Z[x$v[j], , drop = FALSE]) %*% u[j]) })); if (q == 1) blup <- t(blup); if (!singular) near(blup[1:4, 1], ranef(m)$subject[1:4, 1], 1e-3)
  list(name = name, outcome = outcome, arms = I(use), covariates = I(covariates), options = list(random = random, likelihood = if (reml) "restricted" else "full", degreesOfFreedom = df, information = information, level = level), singular = singular,
    expected = c(list(interceptVariance = G[1, 1], residualVariance = s2, logLikelihood = ll), if (q == 2) list(slopeVariance = G[2, 2], covariance = G[1, 2])),
    slopes = lapply(use, function(a) figure(slope(a))), slopeDifferences = lapply(use[-1], function(a) figure(slope(a) - slope(use[1]))), means = lapply(use, function(a) figure(mean.(a, 24))), effects = list(intercept = blup[, 1], slope = if (q == 2) blup[, 2] else rep(0, nrow(blup)))) }
two <- arms[c(1, 3)]; cov <- c("base", "age"); both <- "intercept-and-slope"
cases <- list(one("slopes, Kenward-Roger", "y", both, cov), one("slopes, pbkrtest", "y", both, cov, information = "expected"), one("slopes, lmerTest", "y", both, cov, df = "satterthwaite"),
  one("slopes, full likelihood, normal, 90% level", "y", both, "base", two, reml = FALSE, df = "normal", level = 0.9), one("intercept, pbkrtest", "y", "intercept", cov, two, information = "expected"), one("intercept, lmerTest", "y", "intercept", cov, two, df = "satterthwaite"),
  one("slopes on the edge, lmerTest", "flat", both, "base", two, df = "satterthwaite", singular = TRUE), one("slopes on the edge, pbkrtest", "flat", both, "base", two, singular = TRUE),
  one("intercept of no variance, lmerTest", "noise", "intercept", character(), two, df = "satterthwaite", singular = TRUE))
versions <- c("lme4", "lmerTest", "pbkrtest", "nlme"); write(toJSON(list(provenance = list(software = R.version.string, packages = paste(versions, sapply(versions, function(p) as.character(packageVersion(p)))), command = "Rscript test/oracles/random-coefficients/make.R"), tolerance = 1e-8, toleranceReason = "maximum refined by Newton steps on the deviance of lme4 with numerical derivatives",
  times = times, data = d[c("subject", "v", "arm", "base", "age", "y", "flat", "noise")], cases = cases), auto_unbox = TRUE, digits = I(15), dataframe = "columns", null = "null"), file.path(folder, "lme4.json"))
