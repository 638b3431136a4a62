# Reference values for tests of proportional odds. Brant: binary glm fits and the covariance of Brant (Biometrics
# 1990;46:1171-1178) written out. Score: fit by ordinal::clm, gradient and expected information of the model with one
# slope a threshold from numerical derivatives of the category probabilities (Richardson, written out below).
# Run: Rscript make.R   (R 4.2, ordinal 2022.11-16, jsonlite)
suppressMessages({ library(ordinal); library(jsonlite) })

brant <- function(y, x, w) {
  k <- max(y); X <- cbind(1, x); p <- ncol(x); cuts <- k - 1
  fits <- lapply(1:cuts, function(j) glm((y > j) * 1 ~ x, weights = w, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
  pi <- sapply(fits, fitted)
  bread <- lapply(1:cuts, function(j) solve(t(X) %*% (X * w * pi[, j] * (1 - pi[, j]))))
  beta <- unlist(lapply(fits, function(f) coef(f)[-1]))
  V <- matrix(0, cuts * p, cuts * p)
  for (j in 1:cuts) for (l in 1:cuts) {
    lo <- min(j, l); hi <- max(j, l)
    block <- bread[[j]] %*% (t(X) %*% (X * w * pi[, hi] * (1 - pi[, lo]))) %*% bread[[l]]
    V[(j - 1) * p + 1:p, (l - 1) * p + 1:p] <- block[-1, -1]
  }
  D <- matrix(0, (cuts - 1) * p, cuts * p)
  for (j in 2:cuts) for (c in 1:p) { D[(j - 2) * p + c, c] <- 1; D[(j - 2) * p + c, (j - 1) * p + c] <- -1 }
  wald <- function(D) { d <- D %*% beta; as.numeric(t(d) %*% solve(D %*% V %*% t(D)) %*% d) }
  each <- sapply(1:p, function(c) wald(D[seq(c, nrow(D), by = p), , drop = FALSE]))
  list(chiSquare = wald(D), df = nrow(D), p = pchisq(wald(D), nrow(D), lower.tail = FALSE), each = I(each),
       logOddsRatios = I(beta), standardErrors = I(sqrt(diag(V))))
}

score <- function(y, x, w) {
  k <- max(y); p <- ncol(x); cuts <- k - 1
  data <- data.frame(y = factor(y), x); names(data) <- c("y", paste0("x", 1:p)); data$w <- w
  fit <- clm(reformulate(paste0("x", 1:p), "y"), weights = w, data = data, control = clm.control(gradTol = 1e-11, maxIter = 200))
  at <- c(fit$alpha, rep(fit$beta, cuts))
  probabilities <- function(par, xi) {
    theta <- par[1:cuts]; slopes <- matrix(par[-(1:cuts)], p, cuts)
    diff(c(0, plogis(theta - as.numeric(xi %*% slopes)), 1))
  }
  jacobian <- function(f, par) sapply(seq_along(par), function(i) {
    # Richardson extrapolation of central differences, three steps.
    d <- function(h) { e <- replace(numeric(length(par)), i, h); (f(par + e) - f(par - e)) / (2 * h) }
    a <- d(4e-3); b <- d(2e-3); c <- d(1e-3); ab <- (4 * b - a) / 3; bc <- (4 * c - b) / 3; (16 * bc - ab) / 15 })
  gradient <- 0; information <- 0
  for (i in seq_along(y)) {
    P <- probabilities(at, x[i, ]); J <- jacobian(function(par) probabilities(par, x[i, ]), at)
    gradient <- gradient + w[i] * J[y[i], ] / P[y[i]]
    information <- information + w[i] * t(J) %*% (J / P)
  }
  statistic <- as.numeric(t(gradient) %*% solve(information) %*% gradient); df <- p * (cuts - 1)
  list(chiSquare = statistic, df = df, p = pchisq(statistic, df, lower.tail = FALSE))
}

set.seed(42)
n <- 120
group <- rep(0:1, n / 2); age <- round(rnorm(n, 0, 1), 1)
latent <- 0.5 * group - 0.3 * age + rlogis(n) * (1 + 0.4 * group)
y <- as.integer(cut(latent, c(-Inf, -1.2, 0, 1.2, Inf)))
x <- cbind(group, age)
counts <- list(of = c(4, 30, 8, 21, 15), versus = c(19, 12, 12, 25, 10))
yc <- rep(1:5, 2); xc <- matrix(rep(c(1, 0), each = 5), ncol = 1); wc <- c(counts$of, counts$versus)
write(toJSON(list(
  provenance = list(software = "R glm, ordinal::clm, formulas written out", version = paste(R.version.string, "ordinal", packageVersion("ordinal")), command = "Rscript make.R"),
  tolerance = 1e-8, toleranceReason = "iterative fits; the score reference has numerical derivatives good to 1e-10",
  counts = list(input = counts, brant = brant(yc, xc, wc), score = score(yc, xc, wc)),
  rows = list(input = list(outcome = y, group = group, age = age), brant = brant(y, x, rep(1, n)), score = score(y, x, rep(1, n)))),
  auto_unbox = TRUE, digits = I(17)), "tests.json")
