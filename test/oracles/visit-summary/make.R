# Reference values for src/outcomes/longitudinal/visit-summary from base R. Run: Rscript test/oracles/visit-summary/make.R
library(jsonlite)
n <- 14; v <- 3; i <- rep(1:n, each = v); visit <- rep(1:v, n); arm <- ifelse(i %% 3 == 0, 1, 0)
y <- round(40 - 3 * visit * arm + 5 * sin((1:(n * v))^2), 1); y[c(3, 9, 20, 30, 33, 41)] <- NA
case <- function(level) list(name = paste("two arms, three visits,", level), input = list(outcome = y, visit = visit - 1, group = arm), options = list(level = level), expected = list(),
  figures = unlist(lapply(0:1, function(a) lapply(1:v, function(w) { x <- y[arm == a & visit == w]; z <- x[!is.na(x)]; q <- quantile(z, c(0, .25, .5, .75, 1), type = 2, names = FALSE); ci <- t.test(z, conf.level = level)$conf.int
    list(n = length(z), missing = sum(is.na(x)), mean = mean(z), standardDeviation = sd(z), standardError = sd(z) / sqrt(length(z)), lower = ci[1], upper = ci[2], minimum = q[1], firstQuartile = q[2], median = q[3], thirdQuartile = q[4], maximum = q[5]) })), FALSE))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/visit-summary/make.R"), tolerance = 1e-12, toleranceReason = "closed form",
  cases = list(case(0.95), case(0.9))), auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/visit-summary/base.json")
