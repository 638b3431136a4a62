# Kenward-Roger, Satterthwaite and sandwiches by a second road, for mixed-model-repeated-measures. Run from the root:
#   Rscript test/oracles/mixed-model-repeated-measures/finite-differences.R
# None of the matrices P, Q and R of Kenward and Roger is used. With Phi(q) the covariance of the coefficients and
# A(q) = Phi X'V^-1 the weights of the outcomes, both as functions of the covariance parameters q, the adjusted variance is
# Phi + E[(dA/dq) V (dA/dq)'] - (expected change of Phi), that is sum(W * G V G') and sum(W * Hessian of Phi) / 2 (Kackar
# and Harville 1984; Harville and Jeske 1992), all derivatives numerical, W the inverse of the numerical Hessian of the
# restricted log-likelihood. Likelihood maximised by the parameters of R mmrm, then described by those of SAS.
suppressMessages({library(numDeriv); library(jsonlite)}); folder <- "test/oracles/mixed-model-repeated-measures"
trial <- fromJSON(file.path(folder, "dense.json")); table <- trial$datasets[["two arms"]]; times <- trial$times; v <- 4
d <- data.frame(subject = table$subject, visit = table$visit, y = table$outcome, baseline = table$baseline, age = table$age, armF = factor(table$arms[table$arm + 1], table$arms)); d$visitF <- factor(d$visit)
form <- ~ armF * visitF + baseline * visitF + age; X <- model.matrix(form, d); y <- d$y; n <- length(y); p <- ncol(X); places <- split(seq_len(n), d$subject)
apart <- abs(outer(1:v, 1:v, "-")); product <- function(r) { M <- diag(v); for (i in 1:v) for (j in 1:v) if (i != j) M[i, j] <- prod(r[min(i, j):(max(i, j) - 1)]); M }
spread <- function(variance, R) { s <- sqrt(rep(variance, length.out = v)); t(R * s) * s }; near <- cbind(1:(v - 1), 2:v); r <- function(x) x / sqrt(1 + x^2); x <- function(r) r / sqrt(1 - r^2)
# For each structure: covariance by the parameters of SAS, those parameters of a covariance, and both for R mmrm.
structures <- list(
  "unstructured" = list(function(q) { S <- matrix(0, v, v); S[upper.tri(S, TRUE)] <- q; S + t(S) - diag(diag(S)) }, function(S) S[upper.tri(S, TRUE)],
    function(q) { U <- diag(v); U[upper.tri(U)] <- q[-(1:v)]; L <- exp(q[1:v]) * t(U); L %*% t(L) }, function(S) { L <- t(chol(S)); U <- t(L / diag(L)); c(log(diag(L)), U[upper.tri(U)]) }),
  "toeplitz" = list(function(q) matrix(q[apart + 1], v), function(S) S[1, ], function(q) exp(2 * q[1]) * matrix(c(1, r(q[-1]))[apart + 1], v), function(S) c(log(S[1, 1]) / 2, x(S[1, -1] / S[1, 1]))),
  "heterogeneous-toeplitz" = list(function(q) spread(q[1:v], matrix(c(1, q[-(1:v)])[apart + 1], v)), function(S) c(diag(S), cov2cor(S)[1, -1]), function(q) spread(exp(2 * q[1:v]), matrix(c(1, r(q[-(1:v)]))[apart + 1], v)), function(S) c(log(diag(S)) / 2, x(cov2cor(S)[1, -1]))),
  "antedependence" = list(function(q) q[1] * product(q[-1]), function(S) c(S[1, 1], cov2cor(S)[near]), function(q) exp(2 * q[1]) * product(r(q[-1])), function(S) c(log(S[1, 1]) / 2, x(cov2cor(S)[near]))),
  "spatial-exponential" = list(function(q) q[1] * exp(-abs(outer(times, times, "-")) / q[2]), function(S) c(S[1, 1], -(times[2] - times[1]) / log(S[1, 2] / S[1, 1])), function(q) exp(2 * q[1]) * plogis(q[2])^abs(outer(times, times, "-")), function(S) c(log(S[1, 1]) / 2, qlogis((S[1, 2] / S[1, 1])^(1 / (times[2] - times[1]))))))
at <- function(arm, visit) { z <- d[1, ]; z$armF <- factor(arm, levels(d$armF)); z$visitF <- factor(visit, levels(d$visitF)); z$baseline <- mean(d$baseline); z$age <- mean(d$age); model.matrix(form, z)[1, ] }
difference <- function(visit) at(levels(d$armF)[2], visit) - at(levels(d$armF)[1], visit); l <- difference(v); L <- t(sapply(2:v, function(k) difference(k) - difference(1)))
one <- function(name, byArm) { cat(name, byArm, "\n"); s <- structures[[name]]; arm <- if (byArm) as.integer(d$armF) else rep(1, n); blocks <- max(arm)
  dense <- function(f, q) { k <- length(q) / blocks; S <- lapply(1:blocks, function(b) f(q[(b - 1) * k + 1:k])); M <- matrix(0, n, n); for (i in places) M[i, i] <- S[[arm[i[1]]]][d$visit[i], d$visit[i]]; M }
  likelihood <- function(f, q) { R <- tryCatch(chol(dense(f, q)), error = function(e) NULL); if (is.null(R)) return(-1e10); Z <- backsolve(R, cbind(X, y), transpose = TRUE); F <- qr(Z[, 1:p]); e <- qr.resid(F, Z[, p + 1]); -0.5 * ((n - p) * log(2 * pi) + 2 * sum(log(diag(R))) + 2 * sum(log(abs(diag(qr.R(F))))) + sum(e^2)) }
  Phi <- function(f, q) { Z <- backsolve(chol(dense(f, q)), X, transpose = TRUE); solve(crossprod(Z)) }; weights <- function(f, q) { Vi <- solve(dense(f, q)); solve(t(X) %*% Vi %*% X, t(X) %*% Vi) }
  S0 <- var(residuals(lm.fit(X, y))) * (0.4 + diag(0.6, v)); q <- rep(s[[4]](S0), blocks); f <- s[[3]]; q <- optim(q, function(q) -likelihood(f, q), method = "BFGS", control = list(maxit = 1000, reltol = 1e-13))$par
  for (k in 1:6) { unit <- 1 / sqrt(-diag(hessian(function(q) likelihood(f, q), q))); of <- function(z) q + z * unit; step <- unit * solve(hessian(function(z) likelihood(f, of(z)), 0 * q, method.args = list(eps = 0.2, r = 6)), grad(function(z) likelihood(f, of(z)), 0 * q, method.args = list(eps = 0.2, r = 6))); q <- q - step }; stopifnot(max(abs(step / unit)) < 1e-8)
  k <- length(q) / blocks; found <- lapply(1:blocks, function(b) s[[3]](q[(b - 1) * k + 1:k])); V <- dense(f, q); beta <- drop(weights(f, q) %*% y)
  # Displacements from the maximum in standard errors of each parameter, by steps from 0.2 downwards.
  inference <- function(f, q) { unit <- 1 / sqrt(-diag(hessian(function(q) likelihood(f, q), q))); z <- 0 * q; of <- function(z) q + z * unit; steps <- list(eps = 0.2, r = 6); W <- solve(-hessian(function(z) likelihood(f, of(z)), z, method.args = steps)); P <- Phi(f, q)
    adjusted <- function(w) { G <- jacobian(function(z) drop(w %*% weights(f, of(z))), z, method.args = steps); H <- hessian(function(z) drop(w %*% Phi(f, of(z)) %*% w), z, method.args = steps); c(sum(w * (P %*% w)) + sum(W * (t(G) %*% V %*% G)) - sum(W * H) / 2, sum(w * (P %*% w)) + 2 * sum(W * (t(G) %*% V %*% G))) }
    g <- drop(jacobian(function(z) drop(l %*% Phi(f, of(z)) %*% l), z, method.args = steps)); a <- adjusted(l); m <- nrow(L); A <- matrix(0, m, m); single <- sapply(1:m, function(i) adjusted(L[i, ])[1])
    for (i in 1:m) for (j in 1:m) A[i, j] <- if (i == j) single[i] else (adjusted(L[i, ] + L[j, ])[1] - single[i] - single[j]) / 2
    C <- L %*% P %*% t(L); J <- jacobian(function(z) as.vector(L %*% Phi(f, of(z)) %*% t(L)), z, method.args = steps); B <- lapply(seq_along(z), function(k) solve(C, matrix(J[, k], m))); A1 <- A2 <- 0
    for (i in seq_along(z)) for (j in seq_along(z)) { A1 <- A1 + W[i, j] * sum(diag(B[[i]])) * sum(diag(B[[j]])); A2 <- A2 + W[i, j] * sum(B[[i]] * t(B[[j]])) }
    b <- (A1 + 6 * A2) / (2 * m); g2 <- ((m + 1) * A1 - (m + 4) * A2) / ((m + 2) * A2); e <- 3 * m + 2 * (1 - g2); E <- 1 / (1 - A2 / m); U <- (2 / m) * (1 + g2 / e * b) / ((1 - (m - g2) / e * b)^2 * (1 - (m + 2 - g2) / e * b)); nu <- 4 + (m + 2) / (m * U / (2 * E^2) - 1); scale <- nu / (E * (nu - 2))
    list(standardError = sqrt(a[1]), linear = sqrt(a[2]), df = 2 * sum(l * (P %*% l))^2 / drop(g %*% W %*% g), f = scale * drop(t(L %*% beta) %*% solve(A, L %*% beta)) / m, denominatorDf = nu) }
  # Sandwiches: Liang and Zeger 1986; Mancl and DeRouen 2001; Pustejovsky and Tipton 2018, equations 10 and 11, by whole matrices.
  P <- Phi(f, q); Vi <- solve(V); e <- drop(y - X %*% beta); M <- diag(n) - X %*% P %*% t(X) %*% Vi
  root <- function(B) { z <- eigen((B + t(B)) / 2, TRUE); k <- z$values > 1e-10; z$vectors[, k, drop = FALSE] %*% (t(z$vectors[, k, drop = FALSE]) / sqrt(z$values[k])) }
  robust <- function(kind) { meat <- 0; pull <- sapply(places, function(i) { D <- chol(V[i, i]); A <- switch(kind, CR0 = diag(length(i)), CR2 = t(D) %*% root(D %*% M[i, ] %*% V %*% t(M[i, , drop = FALSE]) %*% t(D)) %*% D, CR3 = solve(M[i, i])); u <- t(X[i, , drop = FALSE]) %*% solve(V[i, i]) %*% A; meat <<- meat + (u %*% e[i]) %*% t(u %*% e[i]); drop(t(M[i, , drop = FALSE]) %*% t(u) %*% P %*% l) })
    Q <- t(pull) %*% V %*% pull; list(standardError = sqrt(drop(l %*% P %*% meat %*% P %*% l)), df = sum(diag(Q))^2 / sum(Q^2)) }
  list(covariance = name, byArm = byArm, logLikelihood = likelihood(f, q), estimate = sum(l * beta), natural = inference(s[[1]], unlist(lapply(found, s[[2]]))), mmrm = inference(f, q), sandwiches = lapply(c(CR0 = "CR0", CR2 = "CR2", CR3 = "CR3"), robust)) }
cases <- list(one("unstructured", FALSE), one("toeplitz", FALSE), one("heterogeneous-toeplitz", TRUE), one("antedependence", FALSE), one("antedependence", TRUE), one("spatial-exponential", FALSE), one("spatial-exponential", TRUE))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("numDeriv", as.character(packageVersion("numDeriv"))), command = "Rscript test/oracles/mixed-model-repeated-measures/finite-differences.R", data = "dense.json, two arms"),
  tolerance = 5e-6, toleranceReason = "all derivatives are numerical: F loses the most digits", cases = cases), auto_unbox = TRUE, digits = I(12)), file.path(folder, "finite-differences.json"))
