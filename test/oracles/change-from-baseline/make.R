# Reference values for src/outcomes/descriptive/change-from-baseline and subject-changes, by mean, sd, quantile, min and max of R.
# Run: Rscript test/oracles/change-from-baseline/make.R
library(jsonlite)
set.seed(11)
n <- 24; visits <- c("week 4", "week 12", "week 24")
group <- rep(0:1, length.out = n)
baseline <- round(5 + rnorm(n), 2); baseline[c(3, 8)] <- NA; baseline[5] <- 0
outcome <- matrix(round(4 + rnorm(n * 3), 2), n); outcome[sample(n * 3, 14)] <- NA; outcome[12, ] <- NA
describe <- function(x) {
  x <- x[!is.na(x)]
  list(n = length(x), mean = mean(x), standardDeviation = sd(x), standardError = sd(x) / sqrt(length(x)), minimum = min(x), maximum = max(x),
    sas = unname(quantile(x, c(.25, .5, .75), type = 2)), r = unname(quantile(x, c(.25, .5, .75), type = 7)))
}
groups <- function(x) lapply(list(group == 0, group == 1, rep(TRUE, n)), function(k) describe(x[k]))
atVisit <- function(j) {
  v <- outcome[, j]; b <- ifelse(is.na(v), NA, baseline); d <- v - b; p <- ifelse(!is.na(b) & b == 0, NA, 100 * d / b)
  list(value = groups(v), baseline = groups(b), change = groups(d), "percent change" = groups(p))
}
head <- function(id, script) list(software = R.version.string, command = paste("Rscript", script))
input <- list(group = group, baseline = baseline, outcome = as.vector(t(outcome)), visits = visits)
script <- "test/oracles/change-from-baseline/make.R"
write(toJSON(list(provenance = head("", script), tolerance = 1e-12, toleranceReason = "closed form", input = input,
  expected = list(baseline = groups(baseline), visits = lapply(1:3, atVisit))), auto_unbox = TRUE, digits = I(17), na = "null"),
  "test/oracles/change-from-baseline/three-visits.json")
d <- outcome - baseline; p <- 100 * d / ifelse(baseline == 0, NA, baseline)
best <- function(m, f) unname(apply(m, 1, function(x) if (all(is.na(x))) NA else f(x[!is.na(x)])))
last <- function(x) x[length(x)]
write(toJSON(list(provenance = head("", script), tolerance = 1e-12, toleranceReason = "closed form", input = input,
  expected = list(absolute = list(lowest = best(d, min), highest = best(d, max), last = best(d, last)),
    percent = list(lowest = best(p, min), highest = best(p, max), last = best(p, last)))), auto_unbox = TRUE, digits = I(17), na = "null"),
  "test/oracles/subject-changes/three-visits.json")
