# Reference values for src/outcomes/descriptive/baseline-characteristics: mean, sd, quantile (types 1 to 9), table of R, and the
# published formulas of standardised differences worked with MASS::ginv. Run: Rscript test/oracles/baseline-characteristics/make.R
library(jsonlite); library(MASS)
set.seed(20)
n <- 60
group <- sample(c(0, 1, 2), n, TRUE)
age <- round(55 + 12 * rnorm(n) + 3 * group); age[c(4, 17)] <- NA
crp <- round(exp(3 + rnorm(n)), 1); crp[9] <- NA
offset <- 1e6 + round(rnorm(n), 3)
sex <- sample(c(0, 1), n, TRUE)
race <- sample(c(0, 1, 2, 3), n, TRUE, c(.5, .3, .15, .05)); race[c(2, 30, 31)] <- -1
bmi <- 27 + rnorm(n) / 3
describe <- function(x) {
  missing <- sum(is.na(x)); x <- x[!is.na(x)]
  list(n = length(x), missing = missing, mean = mean(x), standardDeviation = sd(x), minimum = min(x), maximum = max(x),
    quantiles = lapply(1:9, function(t) unname(quantile(x, c(.25, .5, .75), type = t))),
    geometricMean = if (all(x > 0)) exp(mean(log(x))) else NULL,
    geometricCoefficientOfVariation = if (all(x > 0)) sqrt(expm1(var(log1p((x - x[1]) / x[1])))) else NULL)
}
interval <- function(d, a, b) { se <- sqrt((a + b) / (a * b) + d^2 / (2 * (a + b))); c(d, se, d - qnorm(.975) * se, d + qnorm(.975) * se) }
numberDifference <- function(x, of) {
  a <- x[group == of & !is.na(x)]; b <- x[group == 2 & !is.na(x)]
  interval((mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2), length(a), length(b))
}
categoryDifference <- function(x, of, k) {
  a <- x[group == of & x >= 0]; b <- x[group == 2 & x >= 0]
  p <- tabulate(a + 1, k)[-1] / length(a); q <- tabulate(b + 1, k)[-1] / length(b)
  covariance <- function(p) { s <- -outer(p, p); diag(s) <- p * (1 - p); s }
  d <- p - q
  interval(drop(sqrt(t(d) %*% ginv((covariance(p) + covariance(q)) / 2) %*% d)), length(a), length(b))
}
numbers <- list(age = age, crp = crp, offset = offset, bmi = bmi)
categories <- list(sex = sex, race = race)
k <- c(sex = 2, race = 4)
write(toJSON(list(
  provenance = list(software = paste(R.version.string, "with MASS", packageVersion("MASS")), command = "Rscript test/oracles/baseline-characteristics/make.R"),
  tolerance = 1e-11, toleranceReason = "closed form; the pseudo-inverse of R loses two digits",
  group = group, numbers = numbers, categories = categories,
  expected = list(
    numbers = lapply(numbers, function(x) lapply(list(x[group == 0], x[group == 1], x[group == 2], x), describe)),
    categories = lapply(names(k), function(v) lapply(list(group == 0, group == 1, group == 2, group >= 0), function(keep)
      list(missing = sum(categories[[v]][keep] < 0), counts = tabulate(categories[[v]][keep] + 1, k[[v]])))) |> setNames(names(k)),
    differences = c(lapply(numbers, function(x) list(numberDifference(x, 0), numberDifference(x, 1))),
      lapply(names(k), function(v) list(categoryDifference(categories[[v]], 0, k[[v]]), categoryDifference(categories[[v]], 1, k[[v]]))) |> setNames(names(k))))),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/baseline-characteristics/three-arms.json")
