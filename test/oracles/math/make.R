# Writes the reference values of src/math that come from R itself: conventions (quantile types, near ties, collinear
# columns) and a second opinion on the distributions. Command: Rscript make.R
library(survival)

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
digits <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
one <- function(x) if (length(x) == 1) sprintf("%.17g", x) else digits(x)

write_cases <- function(file, tolerance, reason, lines) {
  version <- paste0(R.version$major, ".", R.version$minor, ", survival ", packageVersion("survival"))
  head <- sprintf('{\n  "provenance": { "software": "R", "version": "%s", "command": "Rscript make.R" },\n', version)
  body <- sprintf('  "tolerance": %s,\n  "toleranceReason": "%s",\n  "cases": [\n%s\n  ]\n}\n', tolerance, reason,
                  paste0("    ", lines, collapse = ",\n"))
  cat(head, body, sep = "", file = file.path(here, file))
}
case <- function(name, input, expected) {
  sprintf('{ "name": "%s", "input": %s, "expected": %s }', name, digits(input), one(expected))
}

# distributions -------------------------------------------------------------------------------------------------------
lines <- c()
add <- function(name, input, expected) lines <<- c(lines, case(name, input, expected))
for (z in c(-6, -0.3, 1.2, 8, 30)) add("normalUpperTail", z, pnorm(z, lower.tail = FALSE))
for (p in c(1e-200, 1e-3, 0.3, 0.975)) add("normalQuantile", p, qnorm(p))
for (a in list(c(3.84, 1), c(161.1336015828745, 4), c(0.2, 12.5), c(500, 60))) {
  add("chiSquareUpperTail", a, pchisq(a[1], a[2], lower.tail = FALSE))
}
for (a in list(c(0.05, 3), c(1e-50, 9.5))) add("chiSquareUpperQuantile", a, qchisq(a[1], a[2], lower.tail = FALSE))
for (a in list(c(2.1, 7), c(15, 40.5), c(0.01, 3), c(4, 1e5))) {
  add("studentTUpperTail", a, pt(a[1], a[2], lower.tail = FALSE))
}
for (a in list(c(0.975, 4.3), c(0.6, 11), c(1e-6, 25))) add("studentTQuantile", a, qt(a[1], a[2]))
for (a in list(c(3.3, 4, 17), c(0.5, 2.5, 80))) add("fUpperTail", a, pf(a[1], a[2], a[3], lower.tail = FALSE))
for (a in list(c(0.2, 3, 9), c(0.9, 0.5, 0.5), c(0.02, 40, 900))) add("betaCdf", a, pbeta(a[1], a[2], a[3]))
for (a in list(c(0.025, 1, 30), c(0.025, 12, 5))) add("betaQuantile", a, qbeta(a[1], a[2], a[3]))
for (a in list(c(2, 0.7), c(30, 55))) add("gammaCdf", a, pgamma(a[1], a[2]))
for (a in list(c(0.4, 0.2), c(0.95, 8))) add("gammaQuantile", a, qgamma(a[1], a[2]))
for (a in list(c(3, 20, 0.1), c(700, 1000, 0.65))) {
  add("binomialDensity", a, dbinom(a[1], a[2], a[3]))
  add("binomialUpperTail", a, pbinom(a[1] - 1, a[2], a[3], lower.tail = FALSE))
}
for (a in list(c(4, 2.2), c(130, 90))) {
  add("poissonDensity", a, dpois(a[1], a[2]))
  add("poissonCdf", a, ppois(a[1], a[2]))
}
for (a in list(c(621, 2022, 1350, 4116), c(2, 8, 9, 30))) { # k, drawn, successes, total
  add("hypergeometricDensity", a, dhyper(a[1], a[3], a[4] - a[3], a[2]))
  add("hypergeometricCdf", a, phyper(a[1], a[3], a[4] - a[3], a[2]))
}
write_cases("r-distributions.json", "1e-12", "Both sides are good to 13 digits or more on these arguments", lines)

# quantiles by the nine definitions: input is the probability and then the values ------------------------------------
samples <- list(c(3, 1, 4, 1, 5, 9, 2, 6), c(2.5, 7.1, 0.3, 8.8, 4.4, 6, 1.7), c(54, 75, 77, 84, 87, 92, 103, 105, 112, 118), 3)
lines <- c()
for (values in samples) for (p in c(0, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 1)) {
  expected <- sapply(1:9, function(type) quantile(values, p, type = type, names = FALSE))
  add("quantile", c(p, values), expected)
}
write_cases("quantile.json", "1e-14", "The same few operations", lines)

# near ties: input is the times, expected what survival makes of them ------------------------------------------------
merged <- function(time) aeqSurv(Surv(time, rep(1, length(time))))[, "time"]
lines <- c()
birth <- as.Date("1973-03-10")
start <- as.Date("1998-09-13") + 1:40
end <- as.Date("1998-12-03") + rep(1:10, 4)
ages <- as.numeric(end - birth) / 365.25 - as.numeric(start - birth) / 365.25
add("ages", ages, merged(ages))
for (time in list(c(1, 1 + 1e-9, 2, 3, 2 - 1e-10), c(5, 1, 3), c(1e-9, 2e-9, 5e-8, 1), c(1e6, 1e6 + 1e-3, 1e6 + 0.1),
                  c(1, 1 + 1.2e-8, 1 + 2.4e-8, 1 + 3.6e-8), c(rep(1, 9), 2e4, 2e4 + 1e-4))) {
  add("times", time, merged(time))
}
counting <- aeqSurv(Surv(c(0, 1, 2 + 1e-9, 3), c(2, 3 - 1e-9, 5, 4), rep(1, 4)))
add("start and stop", c(0, 1, 2 + 1e-9, 3, 2, 3 - 1e-9, 5, 4), c(counting[, "start"], counting[, "stop"]))
write_cases("near-ties.json", "0", "Times are picked, not computed", lines)

# collinear columns: input is a 6 x 5 matrix by column, expected the columns that lm leaves out (from 0) --------------
lines <- c()
base <- cbind(1, c(1, 2, 3, 4, 5, 7), c(0, 1, 0, 1, 1, 0))
for (x in list(cbind(base, base[, 2] + base[, 3], c(2, 7, 1, 8, 2, 8)), cbind(base[, 1:2], 4, base[, 2] * 3, base[, 3]),
               cbind(base, base[, 2]^2, base[, 2] * base[, 3]))) {
  fit <- lm.fit(x, c(3, 1, 4, 1, 5, 9))
  out <- which(is.na(fit$coefficients)) - 1
  add("collinear", as.vector(x), c(fit$rank, out, 99))
  add("coefficients", as.vector(x), ifelse(is.na(fit$coefficients), 0, fit$coefficients))
  add("residual", as.vector(x), sum(fit$residuals^2))
}
write_cases("collinear.json", "1e-12", "Well conditioned least squares", lines)
