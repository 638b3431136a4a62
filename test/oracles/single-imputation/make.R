# Reference values for src/outcomes/missing-data/single-imputation: filled matrices by base R, lm and the Wilson limits of prop.test.
# Run: Rscript test/oracles/single-imputation/make.R
library(jsonlite)
n <- 24; J <- 3; s <- seq_len(n)
arm <- ifelse(s %% 2 == 1, "tocilizumab", "placebo"); base <- round(6 + sin(s * 1.3), 2); age <- round(55 + 9 * cos(s * 0.7), 1)
Y <- sapply(1:J, function(j) round(base - 0.4 * j * (arm == "tocilizumab") + 0.5 * sin(s * j * 2.1) - 0.2 * j, 2))
Y[cbind(c(3, 3, 6, 8, 8, 8, 11, 14, 17, 17, 20, 23), c(2, 3, 3, 1, 2, 3, 2, 3, 2, 3, 1, 3))] <- NA
locf <- function(v, b) { for (j in seq_along(v)) if (is.na(v[j])) v[j] <- if (j == 1) b else v[j - 1]; v }
fill <- list(
  `last-observation` = t(sapply(s, function(i) locf(Y[i, ], base[i]))),
  baseline = t(sapply(s, function(i) ifelse(is.na(Y[i, ]), base[i], Y[i, ]))),
  `worst-of-subject` = t(sapply(s, function(i) { seen <- c(base[i], Y[i, ]); sapply(1:J, function(j) if (is.na(Y[i, j])) max(seen[1:j], na.rm = TRUE) else Y[i, j]) })),
  `worst-of-arm` = sapply(1:J, function(j) ifelse(is.na(Y[, j]), ave(Y[, j], arm, FUN = function(v) max(v, na.rm = TRUE)), Y[, j])))
cases <- lapply(names(fill), function(r) {
  d <- data.frame(y = fill[[r]][, J], arm = factor(arm, c("placebo", "tocilizumab")), base, age); f <- lm(y ~ arm + base + age, d)
  k <- coef(summary(f))[2, ]; ci <- confint(f)[2, ]
  list(name = r, rule = r, filled = c(t(fill[[r]])), expected = list(estimate = k[[1]], standardError = k[[2]], p = k[[4]], lower = ci[[1]], upper = ci[[2]], df = f$df.residual))
})
R <- (Y < base - 0.6) * 1
NRI <- ifelse(is.na(R), 0, R); x <- tapply(NRI[, J], arm, sum); m <- tapply(NRI[, J], arm, length); p <- x / m
a <- "tocilizumab"; b <- "placebo"; se <- sqrt(sum(p * (1 - p) / m)); d <- p[[a]] - p[[b]]
w <- lapply(c(a, b), function(g) prop.test(x[[g]], m[[g]], correct = FALSE)$conf.int)
yesno <- list(outcome = c(t(R)), filled = c(t(NRI)),
  wald = list(estimate = d, standardError = se, lower = d - qnorm(0.975) * se, upper = d + qnorm(0.975) * se, p = 2 * pnorm(-abs(d / se))),
  newcombe = list(estimate = d, standardError = se, lower = d - sqrt((p[[a]] - w[[1]][1])^2 + (w[[2]][2] - p[[b]])^2), upper = d + sqrt((w[[1]][2] - p[[a]])^2 + (p[[b]] - w[[2]][1])^2),
    p = suppressWarnings(prop.test(c(x[[a]], x[[b]]), c(m[[a]], m[[b]]), correct = FALSE)$p.value)))
write(toJSON(list(provenance = list(software = R.version.string, packages = "base and stats", command = "Rscript test/oracles/single-imputation/make.R"),
  tolerance = 1e-10, toleranceReason = "least squares by QR on both sides; closed forms", input = list(outcome = c(t(Y)), baseline = base, age = age, codes = ifelse(arm == "tocilizumab", 0, 1)),
  cases = cases, yesNo = yesno), auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/single-imputation/rules.json")
