# Reference values for src/outcomes/missing-data/standardised-differences: glm, mean predictions and the delta method.
# Run: Rscript test/oracles/multiple-imputation/make-standardised.R
library(jsonlite)
n <- 60; i <- seq_len(n); code <- i %% 3; base <- round(6 + sin(i * 1.3), 2); age <- round(55 + 9 * cos(i * 0.7), 1)
y <- as.integer(0.4 * sin(i * 2.3) + 0.3 * (code == 0) + 0.15 * (code == 1) - 0.2 * (base - 6) + 0.01 * (age - 55) > 0.1)
arm <- factor(c("a", "b", "placebo")[code + 1], c("placebo", "a", "b")); f <- glm(y ~ arm + base + age, binomial, control = list(epsilon = 1e-14, maxit = 100))
M <- model.matrix(f); b <- coef(f); for (k in 1:3) { p <- plogis(drop(M %*% b)); V <- solve(crossprod(M, p * (1 - p) * M)); b <- b + drop(V %*% crossprod(M, y - p)) } # glm's own weights are one step behind
X <- function(l) { d <- data.frame(arm = factor(l, levels(arm)), base, age); model.matrix(~ arm + base + age, d) }
g <- function(l) { x <- X(rep(l, n)); p <- plogis(drop(x %*% b)); list(p = mean(p), d = colMeans(p * (1 - p) * x)) }
r <- g("placebo"); cases <- lapply(c("a", "b"), function(l) { o <- g(l); d <- o$d - r$d; list(name = l, expected = list(estimate = o$p - r$p, standardError = sqrt(drop(d %*% V %*% d)))) })
write(toJSON(list(provenance = list(software = R.version.string, packages = "stats", command = "Rscript test/oracles/multiple-imputation/make-standardised.R"), tolerance = 1e-8,
  toleranceReason = "Newton steps to rest on both sides", input = list(outcome = y, codes = code, baseline = base, age = age), cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/multiple-imputation/standardised.json")
