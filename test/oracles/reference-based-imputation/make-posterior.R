# Reference values for src/math/multivariate/regression-posterior and the Bayesian draws of reference-based-imputation.
# Closed forms where they exist: complete data (inverse Wishart, matrix t) and data without gaps (independent regressions,
# moments put together by the laws of total expectation and variance). The rest is worked by brute force: data augmentation
# of ALL missing values, the covariance drawn as inverse Wishart from the completed data, so that nothing of the monotone
# algorithm is shared. The closed form of data without gaps is checked here against the same brute force.
# Run: Rscript test/oracles/reference-based-imputation/make-posterior.R
library(jsonlite); set.seed(20260101)
n <- 44; J <- 3; i <- seq_len(n); arm <- i %% 2; base <- round(6 + sin(i * 1.3) + 0.4 * cos(i^2), 2)
e <- sapply(1:J, function(j) sin(i * (j + 0.7) * 2.1) + cos(i^2 * 0.37 * j)); e[, 2] <- 0.7 * e[, 1] + 0.6 * e[, 2]; e[, 3] <- 0.7 * e[, 2] + 0.6 * e[, 3]
full <- sapply(1:J, function(j) round(2 + 0.6 * base - 0.5 * j * arm + e[, j], 2)); Z <- cbind(1 - arm, arm, base - mean(base)); q <- ncol(Z)
after <- rep(J + 1, n); drop <- c(3, 8, 9, 14, 17, 22, 25, 31, 36, 43); after[drop] <- c(2, 2, 3, 3, 3, 1, 2, 3, 2, 1)
monotone <- full; for (k in drop) monotone[k, after[k]:J] <- NA
gaps <- monotone; gaps[cbind(c(1, 2, 5, 12, 13, 20, 26, 28, 33, 34, 40, 41), c(1, 2, 2, 1, 2, 2, 1, 1, 1, 2, 2, 1))] <- NA; gaps[13, 1] <- NA
kept <- gaps; kept[17, 3] <- full[17, 3]; kept[25, 2] <- full[25, 2]  # seen after the event

moments <- function(x) list(mean = mean(x), variance = mean((x - mean(x))^2))
batch <- function(x, b = 100) { m <- colMeans(matrix(x[seq_len(b * (length(x) %/% b))], ncol = b)); sd(m) / sqrt(b) }
summed <- function(x) { v <- (x - mean(x))^2; list(mean = mean(x), meanError = batch(x), variance = mean(v), varianceError = batch(v)) }

chain <- function(Y, steps, save, each, df = 0, scale = matrix(0, J, J)) {  # data augmentation of every missing value; df and scale of an inverse Wishart prior
  S <- diag(J); B <- matrix(colMeans(Y, na.rm = TRUE), q, J, byrow = TRUE); B[3, ] <- 0; seen <- !is.na(Y); key <- apply(seen, 1, paste, collapse = " ")
  A <- solve(crossprod(Z)); LA <- t(chol(A)); P <- A %*% t(Z); patterns <- lapply(unique(key[rowSums(!seen) > 0]), function(k) list(rows = which(key == k), o = which(seen[which(key == k)[1], ])))
  for (t in seq_len(steps)) {
    M <- Z %*% B
    for (p in patterns) { r <- p$rows; o <- p$o; m <- setdiff(1:J, o)
      if (length(o)) { K <- S[m, o, drop = FALSE] %*% solve(S[o, o]); C <- S[m, m, drop = FALSE] - K %*% S[o, m, drop = FALSE]; E <- M[r, m, drop = FALSE] + (Y[r, o, drop = FALSE] - M[r, o, drop = FALSE]) %*% t(K) } else { C <- S; E <- M[r, , drop = FALSE] }
      Y[r, m] <- E + matrix(rnorm(length(r) * length(m)), length(r)) %*% chol(C) }
    H <- P %*% Y; R <- crossprod(Y - Z %*% H); S <- solve(rWishart(1, n - q + df, solve(R + scale))[, , 1]); B <- H + LA %*% matrix(rnorm(q * J), q) %*% chol(S)
    if (t > 200 && t %% save == 0) each(B, S)
  }
}
brute <- function(Y, steps, ...) { N <- (steps - 200); out <- matrix(0, N, q * J + J * J); at <- 0; chain(Y, steps, 1, function(B, S) { at <<- at + 1; out[at, ] <<- c(B, S) }, ...); out[seq_len(at), ] }

# Complete data
Yc <- full; H <- solve(crossprod(Z), crossprod(Z, Yc)); R <- crossprod(Yc - Z %*% H); nu <- n - q; ES <- R / (nu - J - 1)
VS <- outer(1:J, 1:J, Vectorize(function(a, b) ((nu - J + 1) * R[a, b]^2 + (nu - J - 1) * R[a, a] * R[b, b]) / ((nu - J) * (nu - J - 1)^2 * (nu - J - 3))))
complete <- list(name = "complete", outcome = c(t(Yc)), coefficientMean = c(H), coefficientVariance = c(diag(kronecker(ES, solve(crossprod(Z))))), covarianceMean = c(ES), covarianceVariance = c(VS))

# Without gaps: outcome j on Z and earlier outcomes among the rows that reach it
factored <- function(Y) {
  EB <- matrix(0, q, J); VB <- array(0, c(q * J, q * J)); ES <- matrix(0, J, J); at <- function(j) (j - 1) * q + 1:q
  for (j in 1:J) { rows <- which(!is.na(Y[, j])); X <- cbind(Z[rows, ], Y[rows, seq_len(j - 1)]); XX <- solve(crossprod(X)); h <- drop(XX %*% crossprod(X, Y[rows, j])); rss <- sum((Y[rows, j] - X %*% h)^2)
    df <- length(rows) - q - (J - j); s2 <- rss / (df - 2); V <- s2 * XX; a <- h[1:q]; b <- h[-(1:q)]; p <- seq_len(j - 1)
    EB[, j] <- a + if (j > 1) EB[, p, drop = FALSE] %*% b else 0
    own <- V[1:q, 1:q]  # Var(alpha + sum beta_i B_i) = E[x V x'] + Var(E), x = (1, B)
    if (j > 1) { Vab <- V[1:q, q + p, drop = FALSE]; Vbb <- V[q + p, q + p, drop = FALSE]
      EBp <- EB[, p, drop = FALSE]; own <- own + Vab %*% t(EBp) + EBp %*% t(Vab) + EBp %*% Vbb %*% t(EBp)
      for (u in p) for (v in p) own <- own + (Vbb[u, v] + b[u] * b[v]) * VB[at(u), at(v)]
      for (u in p) { cross <- Reduce(`+`, lapply(p, function(v) b[v] * VB[at(v), at(u)])); VB[at(j), at(u)] <- cross; VB[at(u), at(j)] <- t(cross) }
      ES[j, p] <- ES[p, j] <- ES[p, p, drop = FALSE] %*% b
      ES[j, j] <- s2 + sum(b * (ES[p, p, drop = FALSE] %*% b)) + sum(Vbb * ES[p, p, drop = FALSE]) } else ES[1, 1] <- s2
    VB[at(j), at(j)] <- own }
  list(EB = EB, VB = diag(VB), ES = ES) }
f <- factored(monotone); nogaps <- list(name = "without gaps", outcome = c(t(monotone)), coefficientMean = c(f$EB), coefficientVariance = f$VB, covarianceMean = c(f$ES))
out <- brute(monotone, 100200); z <- c((colMeans(out[, 1:9]) - c(f$EB)) / apply(out[, 1:9], 2, batch), (colMeans(out[, 10:18]) - c(f$ES)) / apply(out[, 10:18], 2, batch))
zv <- sapply(1:9, function(k) { v <- (out[, k] - f$EB[k])^2; (mean(v) - f$VB[k]) / batch(v) }); cat("closed form against brute force, in standard errors:", round(range(z), 2), round(range(zv), 2), "\n"); stopifnot(abs(z) < 4.5, abs(zv) < 4.5)
fc <- factored(full); stopifnot(abs(fc$EB - H) < 1e-10, abs(fc$VB - complete$coefficientVariance) < 1e-10, abs(fc$ES - ES) < 1e-10)  # the two closed forms agree

# With gaps
worked <- function(name, Y, out) { g <- lapply(1:18, function(k) summed(out[, k])); pick <- function(part, k) sapply(g[k], `[[`, part)
  list(name = name, outcome = c(t(Y)), coefficientMean = pick("mean", 1:9), coefficientMeanError = pick("meanError", 1:9), coefficientVariance = pick("variance", 1:9), coefficientVarianceError = pick("varianceError", 1:9),
    covarianceMean = pick("mean", 10:18), covarianceMeanError = pick("meanError", 10:18), covarianceVariance = pick("variance", 10:18), covarianceVarianceError = pick("varianceError", 10:18)) }
withgaps <- worked("with gaps", gaps, brute(gaps, 300200))

# Pooled differences at the last visit, given the events
X <- cbind(1, arm, base); XX <- solve(crossprod(X)); PX <- XX %*% t(X)
analyse <- function(v) { h <- PX %*% v; c(h[2], sum((v - X %*% h)^2) / (n - 3) * XX[2, 2]) }
pooled <- function(Y, strategies, draws, every, df = 0, scale = function(used) matrix(0, J, J)) {
  used <- Y; if (!identical(strategies, "missing-at-random")) for (s in i) if (after[s] <= J) used[s, after[s]:J] <- NA
  lack <- which(is.na(Y[, J])); res <- lapply(strategies, function(s) matrix(0, draws, 2)); at <- 0
  chain(used, 200 + draws * every, every, function(B, S) { at <<- at + 1; if (at > draws) return()
    for (k in seq_along(strategies)) { v <- Y[, J]
      for (s in lack) { own <- Z[s, ] %*% B; z <- Z[s, ]; z[1:2] <- c(1, 0); ref <- z %*% B; m <- own; d <- after[s]
        if (arm[s] == 1 && d <= J) m <- switch(strategies[k], "jump-to-reference" = ifelse(seq_len(J) >= d, ref, own), "copy-reference" = ref,
          "copy-increments-in-reference" = if (d == 1) ref else ifelse(seq_len(J) >= d, own[d - 1] + ref - ref[d - 1], own), own)
        o <- which(!is.na(Y[s, ])); if (length(o)) { K <- S[J, o] %*% solve(S[o, o]); v[s] <- m[J] + K %*% (Y[s, o] - m[o]) + rnorm(1) * sqrt(S[J, J] - K %*% S[o, J]) } else v[s] <- m[J] + rnorm(1) * sqrt(S[J, J]) }
      res[[k]][at, ] <<- analyse(v) } }, df, scale(used))
  lapply(seq_along(strategies), function(k) { g <- res[[k]]; s <- summed(g[, 1]); list(strategy = strategies[k], draws = draws, estimate = s$mean, estimateError = s$meanError, between = s$variance, betweenError = s$varianceError, within = mean(g[, 2]), withinError = batch(g[, 2])) }) }
cases <- c(pooled(kept, c("jump-to-reference", "copy-reference", "copy-increments-in-reference"), 40000, 3), pooled(kept, "missing-at-random", 40000, 3))

# An inverse Wishart prior of J + 2 degrees of freedom about the covariance fitted by restricted maximum likelihood
reml <- function(y) { S <- diag(J); rows <- which(rowSums(!is.na(y)) > 0)
  repeat { A <- matrix(0, q * J, q * J); r <- numeric(q * J)
    for (s in rows) { o <- which(!is.na(y[s, ])); D <- kronecker(diag(J)[o, , drop = FALSE], Z[s, , drop = FALSE]); W <- solve(S[o, o]); A <- A + t(D) %*% W %*% D; r <- r + t(D) %*% W %*% y[s, o] }
    V <- solve(A); b <- V %*% r; E <- matrix(0, J, J)
    for (s in rows) { o <- which(!is.na(y[s, ])); D <- kronecker(diag(J)[o, , drop = FALSE], Z[s, , drop = FALSE]); K <- S[, o] %*% solve(S[o, o]); E <- E + K %*% (tcrossprod(y[s, o] - D %*% b) + D %*% V %*% t(D)) %*% t(K) + S - K %*% S[o, ] }
    N <- E / length(rows); if (max(abs(N - S)) < 1e-12) return(N); S <- N } }
scale <- round(reml(gaps), 3); df <- J + 2
withprior <- c(worked("with gaps and an inverse Wishart prior", gaps, brute(gaps, 200200, df, scale)), list(prior = list(df = df, scale = c(scale))))
cases <- c(cases, list(c(pooled(kept, "jump-to-reference", 40000, 3, df, reml)[[1]], list(prior = "inverse-wishart"))))
write(toJSON(list(provenance = list(software = R.version.string, packages = "base, stats", command = "Rscript test/oracles/reference-based-imputation/make-posterior.R"),
  tolerance = 5, toleranceReason = "standard errors: of the draws compared (by batches of the chain) and of the reference where it is simulated itself; its own by 100 batches",
  input = list(codes = 1 - arm, baseline = base, firstVisitAfterEvent = after - 1), posterior = list(complete, nogaps, withgaps, withprior), pooled = list(outcome = c(t(kept)), cases = cases)),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/reference-based-imputation/posterior.json")
