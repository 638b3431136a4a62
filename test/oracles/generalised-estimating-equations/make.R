# Reference values for src/outcomes/longitudinal/generalised-estimating-equations from geepack (moments over all pairs), and from
# the equations of Liang and Zeger 1986 solved by explicit matrices (degrees of freedom taken off, Mancl-DeRouen 2001).
# Run: Rscript test/oracles/generalised-estimating-equations/make.R
suppressMessages({library(geepack); library(jsonlite)})
set.seed(11)
n <- 26; v <- 4
d <- data.frame(id = rep(1:n, each = v), visit = rep(0:(v - 1), n), arm = rep(rep(c(1, 0), n / 2), each = v), base = rep(round(rnorm(n), 2), each = v))
b <- rep(rnorm(n), each = v)
d$number <- round(b + 0.6 * d$arm + 0.3 * d$visit + 0.5 * d$base + rnorm(n * v), 2)
d$yes <- rbinom(n * v, 1, plogis(-0.4 + 0.7 * d$arm + 0.2 * d$visit + 0.4 * d$base + 0.8 * b))
d$count <- rpois(n * v, exp(0.4 - 0.3 * d$arm + 0.1 * d$visit + 0.2 * d$base + 0.3 * b))
d <- d[-c(3, 10, 11, 40, 77, 80, 81), ]
X <- model.matrix(~ arm + visit + base, d); d$f <- factor(d$visit)
tight <- geese.control(epsilon = 1e-14, maxit = 1000)
fit <- function(name, outcome, family, corstr, word) {
  # geepack's own unstructured correlation wants complete rows in place, so that waves are given.
  g <- geeglm(as.formula(paste(outcome, "~ arm + visit + base")), id = id, waves = visit, data = d, family = family, corstr = corstr, control = tight)
  list(name = name, input = list(outcome = outcome), options = list(family = word, correlation = corstr, moments = "all-pairs"),
    expected = list(coefficients = unname(coef(g)), standardErrors = unname(summary(g)$coefficients[, 2]), dispersion = summary(g)$dispersion[1, 1],
      correlation = if (corstr == "independence") list() else as.list(unname(g$geese$alpha))))
}
zeger <- function(name, outcome, word, corstr) {
  y <- d[[outcome]]; p <- ncol(X); beta <- rep(0, p); if (word == "poisson") beta[1] <- log(mean(y)); N <- length(y)
  mu <- function(b) { e <- drop(X %*% b); switch(word, normal = e, binomial = plogis(e), poisson = exp(e)) }
  va <- function(m) switch(word, normal = rep(1, length(m)), binomial = m * (1 - m), poisson = m)
  ids <- split(seq_len(N), d$id); alpha <- 0
  for (it in 1:2000) {
    m <- mu(beta); s <- va(m); r <- (y - m) / sqrt(s); phi <- sum(r^2) / (N - p)
    pr <- do.call(rbind, lapply(ids, function(i) if (length(i) > 1) { k <- combn(length(i), 2); data.frame(p = r[i[k[1, ]]] * r[i[k[2, ]]], lag = d$visit[i[k[2, ]]] - d$visit[i[k[1, ]]]) }))
    if (corstr == "ar1") pr <- pr[pr$lag == 1, ]
    alpha <- if (corstr == "independence") 0 else sum(pr$p) / ((nrow(pr) - p) * phi)
    B <- matrix(0, p, p); U <- rep(0, p)
    Ri <- function(i) { t <- d$visit[i]; solve(if (corstr == "exchangeable") alpha + (1 - alpha) * diag(length(i)) else if (corstr == "ar1") alpha^abs(outer(t, t, "-")) else diag(length(i))) }
    for (i in ids) { M <- sqrt(s[i]) * X[i, , drop = FALSE]; K <- Ri(i); B <- B + t(M) %*% K %*% M; U <- U + t(M) %*% K %*% r[i] }
    step <- drop(solve(B, U)); beta <- beta + step; if (max(abs(step)) < 1e-15) break
  }
  m <- mu(beta); s <- va(m); r <- (y - m) / sqrt(s); Bi <- solve(B); meat <- md <- matrix(0, p, p)
  for (i in ids) { M <- sqrt(s[i]) * X[i, , drop = FALSE]; K <- Ri(i); u <- t(M) %*% K %*% r[i]; meat <- meat + u %*% t(u)
    q <- solve(diag(length(i)) - M %*% Bi %*% t(M) %*% K, r[i]); w <- t(M) %*% K %*% q; md <- md + w %*% t(w) }
  list(name = name, input = list(outcome = outcome), options = list(family = word, correlation = corstr, moments = "degrees-of-freedom"),
    expected = list(coefficients = beta, standardErrors = sqrt(diag(Bi %*% meat %*% Bi)), model = sqrt(phi * diag(Bi)), manclDeRouen = sqrt(diag(Bi %*% md %*% Bi)),
      dispersion = phi, correlation = if (corstr == "independence") list() else list(alpha)))
}
cases <- list()
for (corstr in c("independence", "exchangeable", "ar1")) cases <- c(cases, list(
  fit(paste("number,", corstr), "number", gaussian, corstr, "normal"), fit(paste("yes or no,", corstr), "yes", binomial, corstr, "binomial"),
  fit(paste("count,", corstr), "count", poisson, corstr, "poisson"),
  zeger(paste("number,", corstr, "by Liang and Zeger"), "number", "normal", corstr), zeger(paste("yes or no,", corstr, "by Liang and Zeger"), "yes", "binomial", corstr)))
cases <- lapply(cases, function(k) { if (is.list(k$options) && k$options$correlation == "ar1") k$options$correlation <- "autoregressive"; k })
write(toJSON(list(provenance = list(software = paste(R.version.string, "geepack", packageVersion("geepack")), command = "Rscript test/oracles/generalised-estimating-equations/make.R"),
  tolerance = 1e-8, toleranceReason = "iterative", data = list(subject = d$id, visit = d$visit, arm = d$arm, base = d$base, number = d$number, yes = d$yes, count = d$count), cases = cases),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/generalised-estimating-equations/geepack.json")
for (k in cases) cat(k$name, format(unlist(k$expected$correlation), digits = 6), format(k$expected$dispersion, digits = 6), "\n")
