# Reference values for src/outcomes/agreement/intraclass-correlation: mean squares of aov, then McGraw and Wong 1996, tables 4 and 7.
# The first case is table 2 of Shrout and Fleiss 1979, who print 0.17, 0.29, 0.71, 0.44, 0.62 and 0.91.
# Run: Rscript test/oracles/intraclass-correlation/make.R
library(jsonlite)
case <- function(name, x, level = 0.95) {
  n <- nrow(x); k <- ncol(x); a <- 1 - level
  d <- data.frame(y = as.vector(x), s = factor(rep(1:n, k)), r = factor(rep(1:k, each = n)))
  one <- summary(aov(y ~ s, d))[[1]][["Mean Sq"]]; two <- summary(aov(y ~ s + r, d))[[1]][["Mean Sq"]]
  msb <- one[1]; msw <- one[2]; msr <- two[1]; msc <- two[2]; mse <- two[3]
  out <- list()
  f <- msb / msw; fl <- f / qf(1 - a / 2, n - 1, n * (k - 1)); fu <- f * qf(1 - a / 2, n * (k - 1), n - 1)
  out$oneWaySingle <- c((msb - msw) / (msb + (k - 1) * msw), (fl - 1) / (fl + k - 1), (fu - 1) / (fu + k - 1))
  out$oneWayAverage <- c((msb - msw) / msb, 1 - 1 / fl, 1 - 1 / fu)
  f <- msr / mse; fl <- f / qf(1 - a / 2, n - 1, (n - 1) * (k - 1)); fu <- f * qf(1 - a / 2, (n - 1) * (k - 1), n - 1)
  out$consistencySingle <- c((msr - mse) / (msr + (k - 1) * mse), (fl - 1) / (fl + k - 1), (fu - 1) / (fu + k - 1))
  out$consistencyAverage <- c((msr - mse) / msr, 1 - 1 / fl, 1 - 1 / fu)
  icc <- (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)
  A <- k * icc / (n * (1 - icc)); B <- 1 + k * icc * (n - 1) / (n * (1 - icc))
  v <- (A * msc + B * mse)^2 / ((A * msc)^2 / (k - 1) + (B * mse)^2 / ((n - 1) * (k - 1)))
  fs <- qf(1 - a / 2, n - 1, v); fS <- qf(1 - a / 2, v, n - 1)
  lo <- n * (msr - fs * mse) / (fs * (k * msc + (k * n - k - n) * mse) + n * msr)
  hi <- n * (fS * msr - mse) / (k * msc + (k * n - k - n) * mse + n * fS * msr)
  out$agreementSingle <- c(icc, lo, hi)
  up <- function(r) r * k / (1 + r * (k - 1))
  out$agreementAverage <- c((msr - mse) / (msr + (msc - mse) / n), up(lo), up(hi))
  list(name = name, input = list(raters = lapply(1:k, function(j) x[, j])), options = list(level = level), expected = out)
}
sf <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7), ncol = 4, byrow = TRUE)
set.seed(2); s <- rnorm(15, 50, 10)
cases <- list(case("Shrout and Fleiss 1979", sf), case("two readers", cbind(round(s + rnorm(15), 1), round(s + 1 + rnorm(15), 1)), 0.9))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/intraclass-correlation/make.R"),
  tolerance = 1e-10, toleranceReason = "closed form with F quantiles", cases = cases), auto_unbox = TRUE, digits = I(17)),
  "test/oracles/intraclass-correlation/mean-squares.json")
