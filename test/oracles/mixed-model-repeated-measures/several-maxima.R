# Likelihoods with several maxima, for mixed-model-repeated-measures. Run from the root:
#   Rscript test/oracles/mixed-model-repeated-measures/several-maxima.R
# Brute force: the likelihood of each subject's own covariance matrix, climbed by optim from 60 random starts by parameters
# that keep the matrix positive definite. How many starts end highest, and where the others end, is kept.
suppressMessages(library(jsonlite)); folder <- "test/oracles/mixed-model-repeated-measures"
made <- function(seed) { set.seed(seed); v <- sample(3:6, 1); n <- sample(6:12, 1); times <- cumsum(c(0, sample(c(1, 2, 4), v - 1, TRUE))); steps <- runif(v - 1, -0.95, 0.95); own <- exp(rnorm(v, 0, 0.5)); kept <- sample(c(1, 0.8, 0.6), 1)
  d <- do.call(rbind, lapply(1:n, function(s) { e <- rnorm(v); for (i in 2:v) e[i] <- steps[i - 1] * e[i - 1] + sqrt(1 - steps[i - 1]^2) * e[i]; data.frame(subject = s, visit = 1:v, y = round(own * e, 2)) })); list(times = times, d = d[runif(nrow(d)) < kept, ]) }
chain <- function(r) { v <- length(r) + 1; M <- diag(v); for (i in 1:v) for (j in 1:v) if (i != j) M[i, j] <- prod(r[min(i, j):(max(i, j) - 1)]); M }
# Correlations of a Toeplitz matrix from its partial correlations (Durbin and Levinson).
levinson <- function(a) { r <- numeric(0); f <- numeric(0); for (m in seq_along(a)) { r[m] <- a[m] * (1 - sum(f * r[seq_along(f)])) + sum(f * rev(r[seq_along(f)])); f <- c(f - a[m] * rev(f), a[m]) }; toeplitz(c(1, r)) }
structures <- list("toeplitz" = list(1, function(q, t) levinson(tanh(q))), "antedependence" = list(1, function(q, t) chain(tanh(q))), "heterogeneous-antedependence" = list(0, function(q, t) chain(tanh(q))),
  "heterogeneous-autoregressive" = list(0, function(q, t) tanh(q[1])^abs(outer(seq_along(t), seq_along(t), "-"))), "spatial-exponential" = list(1, function(q, t) exp(-abs(outer(t, t, "-")) / exp(q[1]))))
one <- function(seed, name, reml) { x <- made(seed); d <- x$d; v <- length(x$times); s <- structures[[name]]; spreads <- if (s[[1]] == 1) 1 else v; own <- if (grepl("auto|spatial", name)) 1 else v - 1; places <- split(seq_len(nrow(d)), d$subject)
  matrix. <- function(q) { e <- exp(rep(q[1:spreads], length.out = v)); s[[2]](q[-(1:spreads)], x$times) * outer(e, e) }
  likelihood <- function(q) { S <- matrix.(q); if (!all(is.finite(S))) return(-1e10); A <- b <- c <- det <- 0; for (i in places) { R <- tryCatch(chol(S[d$visit[i], d$visit[i]]), error = function(e) NULL); if (is.null(R)) return(-1e10); z <- backsolve(R, cbind(1, d$y[i]), transpose = TRUE); A <- A + sum(z[, 1]^2); b <- b + sum(z[, 1] * z[, 2]); c <- c + sum(z[, 2]^2); det <- det + 2 * sum(log(diag(R))) }
    n <- nrow(d); -0.5 * ((n - reml) * log(2 * pi) + det + reml * log(A) + c - b^2 / A) }
  set.seed(seed + 1000); ends <- lapply(1:60, function(k) { q <- c(log(sd(d$y)) + rnorm(spreads, 0, 0.5), if (name == "spatial-exponential") rnorm(1, 0, 1.5) else atanh(runif(own, -0.97, 0.97))); f <- optim(q, function(q) -likelihood(q), method = "BFGS", control = list(maxit = 500, reltol = 1e-14)); f <- optim(f$par, function(q) -likelihood(q), method = "BFGS", control = list(maxit = 500, reltol = 1e-15)); list(l = -f$value, q = f$par) })
  values <- sapply(ends, function(e) e$l); best <- which.max(values); S <- matrix.(ends[[best]]$q); smallest <- min(eigen(cov2cor(S))$values); cat(name, seed, reml, max(values), mean(values > max(values) - 1e-5), smallest, "\n"); stopifnot(smallest > 1e-3)
  list(name = paste0(name, ", trial ", seed), covariance = name, likelihood = if (reml) "restricted" else "full", times = x$times, subject = d$subject, visit = d$visit, outcome = d$y, logLikelihood = max(values), shareOfStarts = mean(values > max(values) - 1e-5)) }
cases <- list(one(9, "toeplitz", FALSE), one(7, "antedependence", TRUE), one(41, "antedependence", TRUE), one(24, "antedependence", FALSE), one(82, "antedependence", TRUE), one(59, "heterogeneous-autoregressive", TRUE), one(64, "spatial-exponential", FALSE), one(19, "spatial-exponential", TRUE))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/mixed-model-repeated-measures/several-maxima.R"),
  tolerance = 1e-7, toleranceReason = "optim with numerical gradients", cases = cases), auto_unbox = TRUE, digits = I(12)), file.path(folder, "several-maxima.json"))
