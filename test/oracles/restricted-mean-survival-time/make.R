# Reference values for src/survival/restricted-mean-survival-time: means and standard errors of single arms.
# Run: Rscript test/oracles/restricted-mean-survival-time/make.R
library(survival)
library(jsonlite)
freireich <- list(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)),
  group = rep(c("6-MP", "placebo"), each = 21))
weighted <- c(freireich, list(weight = rep(c(1, 2, 3, 1, 2, 4), 7)))
entry <- list(
  entry = c(0, 2, 0, 5, 1, 0, 4, 6, 0, 3, 7, 0, 0, 8, 2, 5, 0, 1, 9, 0),
  time = c(4, 9, 7, 12, 3, 10, 8, 15, 6, 12, 11, 14, 9, 16, 12, 9, 5, 13, 18, 17),
  event = c(1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0), group = rep(c("a", "b"), 10))
case <- function(name, input, tau) {
  d <- as.data.frame(input)
  w <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  d$w <- w
  y <- if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  f <- survfit(y ~ group, data = d, weights = w)
  t <- summary(f, rmean = tau)$table
  list(name = name, input = input, options = list(tau = tau),
       expected = data.frame(group = sort(unique(d$group)), mean = unname(t[, "rmean"]), standardError = unname(t[, "se(rmean)"])))
}
cases <- c(lapply(c(5, 10, 12.5, 22.9), function(tau) case(paste("freireich to", tau), freireich, tau)),
           list(case("weights", weighted, 20), case("late entry", entry, 12)))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/restricted-mean-survival-time/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/restricted-mean-survival-time/survfit.json")
