# Reference values for src/outcomes/missing-data/multiple-imputation: mice::pool.scalar, and mice itself with many imputations.
# Run: Rscript test/oracles/multiple-imputation/make.R
library(jsonlite); suppressMessages(library(mice))
out <- function(x, f) write(toJSON(x, auto_unbox = TRUE, digits = I(17), na = "null"), file.path("test/oracles/multiple-imputation", f))
prov <- list(software = R.version.string, packages = paste("mice", packageVersion("mice")), command = "Rscript test/oracles/multiple-imputation/make.R")
pool1 <- function(name, q, s, dfcom) {
  p <- pool.scalar(q, s^2, n = if (is.null(dfcom)) Inf else dfcom + 1, k = 1)
  list(name = name, input = list(estimates = q, standardErrors = s), options = list(completeDf = dfcom),
    expected = list(estimate = p$qbar, standardError = sqrt(p$t), df = p$df, withinVariance = p$ubar, betweenVariance = p$b, relativeIncrease = p$r, lambda = p$r / (1 + p$r), fractionMissing = p$fmi))
}
q <- c(-0.61, -0.72, -0.55, -0.68, -0.49); s <- c(0.21, 0.2, 0.22, 0.205, 0.215); k <- 1:20
out(list(provenance = prov, tolerance = 1e-10, toleranceReason = "closed forms", cases = list(
  pool1("five imputations, large sample", q, s, NULL), pool1("five imputations, 37 df", q, s, 37), pool1("two imputations, 5 df", q[1:2], s[1:2], 5),
  pool1("twenty imputations, 412 df", 3 + sin(k), 0.5 + 0.05 * cos(k), 412))), "pool.json")

n <- 80; J <- 3; i <- seq_len(n); arm <- i %% 2; base <- round(6 + sin(i * 1.3) + 0.4 * cos(i^2), 2)
e <- sapply(1:J, function(j) sin(i * (j + 0.7) * 2.1) + cos(i^2 * 0.37 * j)); e[, 2] <- 0.7 * e[, 1] + 0.6 * e[, 2]; e[, 3] <- 0.7 * e[, 2] + 0.6 * e[, 3]
Y <- sapply(1:J, function(j) round(2 + 0.6 * base - 0.5 * j * arm + e[, j], 2))
last <- ifelse(sin(i * 3.7) + 0.4 * e[, 1] > 0.9, 1, ifelse(cos(i * 2.9) > 0.75, 2, 3)); for (j in 2:J) Y[last < j, j] <- NA
gaps <- Y; gaps[c(5, 12, 33, 48), 1] <- NA; gaps[c(7, 20, 41), 2] <- NA
R <- (Y < 5) * 1
est <- function(imp, J, yesno) { r <- sapply(seq_len(imp$m), function(k) { d <- complete(imp, k); d$y <- as.numeric(as.character(d[[paste0("y", J)]]))
  if (yesno) { p <- tapply(d$y, d$arm, mean); m <- table(d$arm); c(p[["1"]] - p[["0"]], sum(p * (1 - p) / m)) } else { f <- summary(lm(y ~ arm + base, d)); c(coef(f)["arm", 1], coef(f)["arm", 2]^2) } })
  list(m = imp$m, estimate = mean(r[1, ]), between = var(r[1, ]), within = mean(r[2, ]), withinDeviation = sd(r[2, ])) }
frame <- function(y, yesno) { d <- data.frame(arm, base, y); names(d)[3:5] <- paste0("y", 1:3); if (yesno) for (v in 3:5) d[[v]] <- factor(d[[v]]); d }
case <- function(name, y, method, byArm, yesno = FALSE, m = 600) {
  d <- frame(y, yesno); run <- function(x, seed) mice(x, m = m, maxit = 10, method = sub("logreg", "logreg", method), seed = seed, printFlag = FALSE)
  imp <- suppressWarnings(if (byArm) rbind(run(d[arm == 0, ], 11), run(d[arm == 1, ], 12)) else run(d, 13))
  list(name = name, outcome = c(t(y)), outcomeIs = if (yesno) "yes-no" else "number", byArm = byArm, model = if (method == "pmm") "predictive-mean-matching" else "normal", expected = est(imp, J, yesno))
}
cases <- list(case("monotone, normal, arm as predictor", Y, "norm", FALSE), case("gaps, normal, each arm its own models", gaps, "norm", TRUE),
  case("gaps, predictive mean matching", gaps, "pmm", FALSE), case("yes-no, logistic", R, "logreg", FALSE, TRUE, 300))
# Monotone regressions: the mean over infinitely many imputations is the analysis of conditional means (posterior means of coefficients are least squares).
M <- Y; for (j in 2:J) { X <- cbind(1, arm, base, M[, seq_len(j - 1), drop = FALSE]); o <- !is.na(M[, j]); b <- qr.coef(qr(X[o, ]), M[o, j]); M[!o, j] <- X[!o, ] %*% b }
limit <- coef(lm(M[, J] ~ arm + base))[["arm"]]
out(list(provenance = prov, tolerance = 4, toleranceReason = "Monte-Carlo standard errors of both sides, as a multiple", input = list(codes = 1 - arm, baseline = base), cases = cases, monotoneLimit = limit), "mice.json")
