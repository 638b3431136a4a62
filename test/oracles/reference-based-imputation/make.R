# Reference values for src/outcomes/missing-data/reference-based-imputation and src/math/multivariate/incomplete-regression.
# No package of R 4.2 does conditional mean imputation, so it is worked by its definition, subject by subject with explicit
# matrices; the model itself is fitted by nlme::gls as well. Run: Rscript test/oracles/reference-based-imputation/make.R
library(jsonlite); library(nlme)
n <- 44; J <- 3; i <- seq_len(n); arm <- i %% 2; base <- round(6 + sin(i * 1.3) + 0.4 * cos(i^2), 2)
e <- sapply(1:J, function(j) sin(i * (j + 0.7) * 2.1) + cos(i^2 * 0.37 * j)); e[, 2] <- 0.7 * e[, 1] + 0.6 * e[, 2]; e[, 3] <- 0.7 * e[, 2] + 0.6 * e[, 3]
Y <- sapply(1:J, function(j) round(2 + 0.6 * base - 0.5 * j * arm + e[, j], 2)); full <- Y
after <- rep(J + 1, n); drop <- c(3, 8, 9, 14, 17, 22, 25, 31, 36, 43); after[drop] <- c(2, 2, 3, 3, 3, 1, 2, 3, 2, 1)
for (k in drop) Y[k, after[k]:J] <- NA
Y[5, 2] <- NA; Y[28, 1] <- NA
kept <- Y; kept[17, 3] <- full[17, 3]; kept[25, 2] <- full[25, 2]  # seen after the event
Z <- cbind(1 - arm, arm, base - mean(base)); q <- ncol(Z)

fit <- function(y, keep, reml, start = NULL) {  # EM for the covariance with the coefficients at (or integrated about) generalised least squares
  S <- if (is.null(start)) diag(J) else start; rows <- keep[rowSums(!is.na(y[keep, ])) > 0]
  repeat {
    A <- matrix(0, q * J, q * J); r <- numeric(q * J)
    for (s in rows) { o <- which(!is.na(y[s, ])); X <- kronecker(diag(J)[o, , drop = FALSE], Z[s, , drop = FALSE]); W <- solve(S[o, o]); A <- A + t(X) %*% W %*% X; r <- r + t(X) %*% W %*% y[s, o] }
    V <- solve(A); b <- V %*% r; E <- matrix(0, J, J)
    for (s in rows) { o <- which(!is.na(y[s, ])); X <- kronecker(diag(J)[o, , drop = FALSE], Z[s, , drop = FALSE]); K <- S[, o] %*% solve(S[o, o])
      P <- tcrossprod(y[s, o] - X %*% b); if (reml) P <- P + X %*% V %*% t(X); E <- E + K %*% P %*% t(K) + S - K %*% S[o, ] }
    N <- E / length(rows); if (max(abs(N - S)) < 1e-14) break; S <- N
  }
  list(B = matrix(b, q, J), S = N)
}
complete <- function(f, strategy, event, y) { v <- y[, J]
  for (s in which(is.na(y[, J]))) { own <- drop(Z[s, ] %*% f$B); z <- Z[s, ]; z[1:2] <- c(1, 0); ref <- drop(z %*% f$B); m <- own; d <- event[s]
    if (arm[s] == 1 && d <= J && strategy != "missing-at-random") m <- switch(strategy, "jump-to-reference" = ifelse(seq_len(J) >= d, ref, own), "copy-reference" = ref,
      "copy-increments-in-reference" = if (d == 1) ref else ifelse(seq_len(J) >= d, own[d - 1] + ref - ref[d - 1], own))
    o <- which(!is.na(y[s, ])); v[s] <- m[J] + if (length(o)) drop(f$S[J, o] %*% solve(f$S[o, o], y[s, o] - m[o])) else 0 }
  v }
analysis <- function(v, keep) coef(lm(v ~ arm + base, subset = keep))[["arm"]]
run <- function(name, y, strategy, reml, given) {
  event <- if (given) after else apply(y, 1, function(x) if (all(is.na(x))) 1 else max(which(!is.na(x))) + 1)
  used <- y; if (strategy != "missing-at-random") for (s in i) if (event[s] <= J) used[s, event[s]:J] <- NA
  f <- fit(used, i, reml); v <- complete(f, strategy, event, y)
  reps <- sapply(i, function(s) { k <- setdiff(i, s); analysis(complete(fit(used, k, reml, f$S), strategy, event, y), k) })
  se <- sqrt((n - 1) / n * sum((reps - mean(reps))^2)); d <- analysis(v, i)
  list(name = name, strategy = strategy, criterion = if (reml) "reml" else "ml", outcome = c(t(y)), given = given, completed = v, covariance = c(f$S), visitMeans = list(tocilizumab = f$B[2, ], placebo = f$B[1, ]),
    expected = list(estimate = d, standardError = se, lower = d - qnorm(0.975) * se, upper = d + qnorm(0.975) * se, p = 2 * pnorm(-abs(d / se))))
}
cases <- list(run("jump to reference", Y, "jump-to-reference", TRUE, FALSE), run("copy reference, maximum likelihood", Y, "copy-reference", FALSE, FALSE),
  run("copy increments, values seen after the event", kept, "copy-increments-in-reference", TRUE, TRUE), run("missing at random", Y, "missing-at-random", TRUE, TRUE),
  run("jump to reference, values seen after the event", kept, "jump-to-reference", TRUE, TRUE))
d <- data.frame(y = c(t(Y)), visit = factor(rep(1:J, n)), s = rep(i, each = J), arm = factor(rep(arm, each = J)), b = rep(base - mean(base), each = J)); d <- d[!is.na(d$y), ]
gl <- lapply(c("REML", "ML"), function(m) { g <- gls(y ~ 0 + visit:arm + visit:b, d, correlation = corSymm(form = ~ as.integer(visit) | s), weights = varIdent(form = ~ 1 | visit), method = m,
  control = glsControl(opt = "optim", tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 2000)); c4 <- unclass(coef(g$modelStruct$corStruct, unconstrained = FALSE))
  sd <- g$sigma * c(1, coef(g$modelStruct$varStruct, unconstrained = FALSE))[order(c(as.integer(levels(d$visit))[1], 2:J))]; R <- diag(J); R[lower.tri(R)] <- c4; R <- R + t(R) - diag(J)
  list(criterion = tolower(m), covariance = c(R * tcrossprod(sd)), logLik = as.numeric(logLik(g)), means = unname(coef(g))[1:(2 * J)], names = names(coef(g))[1:(2 * J)]) })
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("base, stats; nlme", packageVersion("nlme")), command = "Rscript test/oracles/reference-based-imputation/make.R"),
  tolerance = 1e-8, toleranceReason = "two EM iterations, each stopped at 1e-10 or below; gls by optim stops at about 1e-6", input = list(codes = 1 - arm, baseline = base, firstVisitAfterEvent = after - 1), cases = cases, gls = gl),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/reference-based-imputation/conditional-means.json")
