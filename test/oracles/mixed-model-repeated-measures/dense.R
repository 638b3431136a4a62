# Repeated-measures models worked with one dense covariance matrix of all rows: likelihood, its exact derivatives, and
# every adjustment as the papers print them. Nothing here is shared with the toolkit. Sourced by make.R.
suppressMessages({library(nlme); library(numDeriv)})

# Covariance matrices by the parameters that SAS PROC MIXED reports. v: visits, t: planned times.
lag <- function(v) abs(outer(1:v, 1:v, "-"))
chain <- function(r) outer(0:length(r) + 1, 0:length(r) + 1, Vectorize(function(a, b) { lo <- min(a, b); hi <- max(a, b); if (lo == hi) 1 else prod(r[lo:(hi - 1)]) }))
scaled <- function(variance, R) { s <- sqrt(rep_len(variance, nrow(R))); R * outer(s, s) }
structures <- list(
  "unstructured" = function(q, v, t) { S <- matrix(0, v, v); S[upper.tri(S, TRUE)] <- q; S + t(S) - diag(diag(S), v) },
  "toeplitz" = function(q, v, t) matrix(q[lag(v) + 1], v),
  "heterogeneous-toeplitz" = function(q, v, t) scaled(q[1:v], matrix(c(1, q[-(1:v)])[lag(v) + 1], v)),
  "compound-symmetry" = function(q, v, t) matrix(ifelse(lag(v) == 0, q[1], q[2]), v),
  "heterogeneous-compound-symmetry" = function(q, v, t) scaled(q[1:v], matrix(ifelse(lag(v) == 0, 1, q[v + 1]), v)),
  "autoregressive" = function(q, v, t) scaled(q[1], q[2]^lag(v)),
  "heterogeneous-autoregressive" = function(q, v, t) scaled(q[1:v], q[v + 1]^lag(v)),
  "antedependence" = function(q, v, t) scaled(q[1], chain(q[-1])),
  "heterogeneous-antedependence" = function(q, v, t) scaled(q[1:v], chain(q[-(1:v)])),
  "spatial-exponential" = function(q, v, t) scaled(q[1], exp(-abs(outer(t, t, "-")) / q[2])),
  "diagonal" = function(q, v, t) diag(q, v),
  "independence" = function(q, v, t) diag(q[1], v))
starts <- function(name, v, s2) { r <- 0.4; switch(name,
  "unstructured" = { S <- s2 * (r + diag(1 - r, v)); S[upper.tri(S, TRUE)] }, "toeplitz" = c(s2, rep(r * s2, v - 1)), "heterogeneous-toeplitz" = c(rep(s2, v), rep(r, v - 1)),
  "compound-symmetry" = c(s2, r * s2), "heterogeneous-compound-symmetry" = c(rep(s2, v), r), "autoregressive" = c(s2, r), "heterogeneous-autoregressive" = c(rep(s2, v), r),
  "antedependence" = c(s2, rep(r, v - 1)), "heterogeneous-antedependence" = c(rep(s2, v), rep(r, v - 1)), "spatial-exponential" = c(s2, 5), "diagonal" = rep(s2, v), "independence" = s2) }

# d: rows with subject, visit (1..v), y, w, block (covariance group 1..g). X: any full-rank design. One dense V.
denseModel <- function(d, X, name, times, reml = TRUE) {
  v <- max(d$visit); g <- max(d$block); n <- nrow(d); p <- ncol(X); y <- d$y; f <- structures[[name]]
  k <- length(starts(name, v, 1)); same <- outer(d$subject, d$subject, "=="); at <- cbind(rep(d$visit, n), rep(d$visit, each = n)); iw <- 1 / sqrt(outer(d$w, d$w))
  blockOf <- rep(d$block, n)
  spread <- function(Ms) { M <- matrix(0, n, n); for (b in 1:g) { pick <- blockOf == b & as.vector(same); M[pick] <- Ms[[b]][at[pick, , drop = FALSE]] }; M * iw }
  V <- function(q) spread(lapply(1:g, function(b) f(q[(b - 1) * k + 1:k], v, times)))
  zero <- matrix(0, v, v)
  firsts <- function(q) unlist(lapply(1:g, function(b) { J <- jacobian(function(z) as.vector(f(z, v, times)), q[(b - 1) * k + 1:k], method.args = list(r = 6)); lapply(1:k, function(j) spread(lapply(1:g, function(h) if (h == b) matrix(J[, j], v) else zero))) }), FALSE)
  # exact by one numerical derivative of each numerical first derivative would lose digits: cell by cell Hessian instead
  seconds <- function(q) { out <- list(); for (b in 1:g) { z <- q[(b - 1) * k + 1:k]; H <- array(0, c(v, v, k, k)); for (r in 1:v) for (c in 1:r) { h <- hessian(function(u) f(u, v, times)[r, c], z, method.args = list(r = 6)); H[r, c, , ] <- h; H[c, r, , ] <- h }
      H[abs(H) < 1e-7 * max(1, abs(H))] <- 0
      for (i in 1:k) for (j in 1:k) out[[paste((b - 1) * k + i, (b - 1) * k + j)]] <- spread(lapply(1:g, function(h) if (h == b) H[, , i, j] else zero)) }; out }
  pieces <- function(q) { M <- V(q); R <- chol(M); Vi <- chol2inv(R); A <- t(X) %*% Vi %*% X; Phi <- solve(A); b <- Phi %*% t(X) %*% Vi %*% y; r <- y - X %*% b
    list(V = M, Vi = Vi, Phi = Phi, beta = as.vector(b), r = as.vector(r), P = Vi - Vi %*% X %*% Phi %*% t(X) %*% Vi, ld = 2 * sum(log(diag(R))), ldx = as.numeric(determinant(A)$modulus)) }
  loglik <- function(q) { m <- tryCatch(pieces(q), error = function(e) NULL); if (is.null(m)) return(-1e10); c <- if (reml) n - p else n; -0.5 * (c * log(2 * pi) + m$ld + (if (reml) m$ldx else 0) + sum(m$r * (m$Vi %*% m$r))) }
  derivatives <- function(q, second = TRUE) { m <- pieces(q); D <- firsts(q); DD <- if (second) seconds(q) else list(); T <- if (reml) m$P else m$Vi; u <- m$Vi %*% m$r; K <- length(D); TD <- lapply(D, function(x) T %*% x); Du <- lapply(D, function(x) x %*% u)
    s <- sapply(1:K, function(j) 0.5 * (sum(u * Du[[j]]) - sum(diag(TD[[j]])))); E <- O <- matrix(0, K, K)
    for (i in 1:K) for (j in 1:K) { tr <- sum(TD[[i]] * t(TD[[j]])); dd <- DD[[paste(i, j)]]; E[i, j] <- tr / 2
      O[i, j] <- -tr / 2 + sum(Du[[i]] * (m$P %*% Du[[j]])) + if (is.null(dd)) 0 else 0.5 * (sum(T * dd) - sum(u * (dd %*% u))) }
    list(score = s, expected = E, observed = O, m = m, D = D, DD = DD) }
  list(loglik = loglik, derivatives = derivatives, k = k, g = g, v = v, f = f, times = times, X = X, d = d, n = n, p = p)
}
# Fisher scoring on the dense derivatives until rounding stops it; checked against numerical gradients.
denseFit <- function(model, name) {
  s2 <- var(residuals(lm.fit(model$X, model$d$y))); q <- rep(starts(name, model$v, s2), model$g); l <- model$loglik(q)
  last <- Inf
  for (i in 1:300) { e <- model$derivatives(q, FALSE); step <- solve(e$expected, e$score); stat <- sum(step * e$score); a <- 1
    repeat { z <- q + a * step; lz <- model$loglik(z); if (lz >= l - 1e-9 || a < 1e-8) break; a <- a / 2 }
    if (stat < 1e-16 && stat >= last) break
    q <- z; l <- lz; last <- stat; if (stat < 1e-25) break }
  e <- model$derivatives(q); stopifnot(max(abs(grad(model$loglik, q) * q)) < 1e-4, max(abs(solve(e$expected, e$score)) / abs(q)) < 1e-9)
  h <- -hessian(model$loglik, q); stopifnot(max(abs(h - e$observed) * outer(abs(q), abs(q))) < 1e-3 * max(abs(h) * outer(abs(q), abs(q))))
  c(e, list(q = q, loglik = l))
}
# Kenward and Roger 1997, with or without the second derivatives; information "observed" or "expected".
kenwardRoger <- function(fit, X, information, second) {
  m <- fit$m; Phi <- m$Phi; Vi <- m$Vi; K <- length(fit$D); W <- solve(fit[[information]])
  P <- lapply(fit$D, function(D) -t(X) %*% Vi %*% D %*% Vi %*% X); total <- 0 * Phi
  for (i in 1:K) for (j in 1:K) { Q <- t(X) %*% Vi %*% fit$D[[i]] %*% Vi %*% fit$D[[j]] %*% Vi %*% X; dd <- fit$DD[[paste(i, j)]]; R <- if (second && !is.null(dd)) t(X) %*% Vi %*% dd %*% Vi %*% X else 0; total <- total + W[i, j] * (Q - P[[i]] %*% Phi %*% P[[j]] - R / 4) }
  list(W = W, P = P, Phi = Phi, adjusted = Phi + 2 * Phi %*% total %*% Phi)
}
krTest <- function(kr, beta, L) { l <- nrow(L); Th <- t(L) %*% solve(L %*% kr$Phi %*% t(L)) %*% L; K <- length(kr$P); B <- lapply(kr$P, function(P) Th %*% kr$Phi %*% P %*% kr$Phi)
  A1 <- A2 <- 0; for (i in 1:K) for (j in 1:K) { A1 <- A1 + kr$W[i, j] * sum(diag(B[[i]])) * sum(diag(B[[j]])); A2 <- A2 + kr$W[i, j] * sum(diag(B[[i]] %*% B[[j]])) }
  B0 <- (A1 + 6 * A2) / (2 * l); g <- ((l + 1) * A1 - (l + 4) * A2) / ((l + 2) * A2); den <- 3 * l + 2 * (1 - g); c1 <- g / den; c2 <- (l - g) / den; c3 <- (l + 2 - g) / den
  E <- 1 / (1 - A2 / l); V <- (2 / l) * (1 + c1 * B0) / ((1 - c2 * B0)^2 * (1 - c3 * B0)); rho <- V / (2 * E^2); df <- 4 + (l + 2) / (l * rho - 1); lambda <- df / (E * (df - 2))
  b <- L %*% beta; F <- lambda * as.numeric(t(b) %*% solve(L %*% kr$adjusted %*% t(L)) %*% b) / l; list(F = F, df = df, p = pf(F, l, df, lower.tail = FALSE)) }
satterthwaite <- function(kr, beta, L) { C <- L %*% kr$Phi %*% t(L); e <- eigen(C, TRUE); K <- length(kr$P); t2 <- nu <- numeric(nrow(L))
  for (i in seq_len(nrow(L))) { l <- t(e$vectors[, i]) %*% L; g <- sapply(kr$P, function(P) -as.numeric(l %*% kr$Phi %*% P %*% kr$Phi %*% t(l))); v <- e$values[i]; nu[i] <- 2 * v^2 / as.numeric(g %*% kr$W %*% g); t2[i] <- as.numeric(l %*% beta)^2 / v }
  E <- sum(nu[nu > 2] / (nu[nu > 2] - 2)); q <- nrow(L); df <- if (q == 1) nu else if (E > q) 2 * E / (E - q) else NA; F <- sum(t2) / q; list(F = F, df = df, p = pf(F, q, df, lower.tail = FALSE)) }
# Liang and Zeger 1986; Mancl and DeRouen 2001; Bell and McCaffrey 2002 as in Pustejovsky and Tipton 2018.
sandwich <- function(fit, X, d, type) { m <- fit$m; M <- 0 * m$Phi
  for (s in unique(d$subject)) { i <- which(d$subject == s); Xi <- X[i, , drop = FALSE]; Vi <- m$Vi[i, i]; H <- Xi %*% m$Phi %*% t(Xi) %*% Vi; r <- m$r[i]
    e <- switch(type, CR0 = r, CR3 = solve(diag(length(i)) - H, r), CR2 = { U <- chol(m$V[i, i]); B <- U %*% (m$V[i, i] - Xi %*% m$Phi %*% t(Xi)) %*% t(U); b <- eigen(B, TRUE); as.vector(t(U) %*% b$vectors %*% ((1 / sqrt(b$values)) * (t(b$vectors) %*% (U %*% r)))) })
    z <- t(Xi) %*% Vi %*% e; M <- M + z %*% t(z) }
  m$Phi %*% M %*% m$Phi }
