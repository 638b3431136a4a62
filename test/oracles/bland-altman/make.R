# Reference values for src/outcomes/agreement/bland-altman: t.test, lm and the formulas of Bland and Altman 1999; and Lin 1989.
# Run: Rscript test/oracles/bland-altman/make.R
library(jsonlite)
case <- function(name, a, b, level = 0.95) {
  d <- a - b; n <- length(d); t <- t.test(d, conf.level = level); s <- sd(d); z <- qnorm(0.975)
  q <- qt(1 - (1 - level) / 2, n - 1); se <- s * sqrt(1 / n + z^2 / (2 * (n - 1)))
  m <- (a + b) / 2; f <- summary(lm(d ~ m))$coefficients[2, ]
  sa <- mean((a - mean(a))^2); sb <- mean((b - mean(b))^2); sab <- mean((a - mean(a)) * (b - mean(b)))
  ccc <- 2 * sab / (sa + sb + (mean(a) - mean(b))^2); r <- cor(a, b); u <- (mean(a) - mean(b)) / (sa * sb)^0.25
  # Lin 1989 with the correction of Lin 2000 (divisor n - 2)
  v <- ((1 - r^2) * ccc^2 / (r^2 * (1 - ccc^2)) + 2 * ccc^3 * (1 - ccc) * u^2 / (r * (1 - ccc^2)^2) - ccc^4 * u^4 / (2 * r^2 * (1 - ccc^2)^2)) / (n - 2)
  k <- qnorm(1 - (1 - level) / 2); zc <- tanh(atanh(ccc) + c(-1, 1) * k * sqrt(v))
  list(name = name, input = list(first = a, second = b), options = list(level = level),
    expected = list(bias = unname(t$estimate), biasLower = t$conf.int[1], biasUpper = t$conf.int[2], standardDeviation = s,
      lowerLimit = mean(d) - z * s, lowerLimitLower = mean(d) - z * s - q * se, lowerLimitUpper = mean(d) - z * s + q * se,
      upperLimit = mean(d) + z * s, upperLimitLower = mean(d) + z * s - q * se, upperLimitUpper = mean(d) + z * s + q * se,
      slope = unname(f[1]), slopeStandardError = unname(f[2]), slopeP = unname(f[4]), concordance = ccc, concordanceLower = zc[1], concordanceUpper = zc[2]))
}
a <- c(494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
b <- c(512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)
cases <- list(case("peak flow of Bland and Altman 1986", a, b), case("first eight, 90%", a[1:8], b[1:8] + 10, 0.9))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/bland-altman/make.R"),
  tolerance = 1e-10, toleranceReason = "closed form with t quantiles", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/bland-altman/limits.json")
