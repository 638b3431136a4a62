# Reference values for src/survival/log-rank. Run: Rscript test/oracles/log-rank/make.R
library(survival)
library(jsonlite)
freireich <- list(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)),
  group = rep(c("6-MP", "placebo"), each = 21))
three <- c(freireich[1:2], list(group = rep(c("a", "b", "c"), 14), strata = rep(c("x", "y"), each = 21)))
stratified <- c(freireich, list(strata = rep(c("m", "f", "u"), 14)))
four <- list(time = c(3, 5, 5, 8, 9, 9, 9, 12, 14, 14, 15, 17, 18, 20, 21, 22, 22, 24, 25, 30),
             event = c(1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1),
             group = rep(c("a", "b", "c", "d"), 5), strata = rep(c("s", "t"), each = 10))
identical_arms <- list(time = rep(c(1, 3, 4, 6), 2), event = rep(c(1, 1, 0, 1), 2), group = rep(c("a", "b"), each = 4))
tail_case <- list(time = c(seq_len(150), 400 + seq_len(150)), event = rep(1, 300), group = rep(c("a", "b"), each = 150))
case <- function(name, input, rho = 0) {
  d <- as.data.frame(input)
  f <- if (is.null(d$strata)) survdiff(Surv(time, event) ~ group, data = d, rho = rho)
       else survdiff(Surv(time, event) ~ group + strata(strata), data = d, rho = rho)
  total <- function(x) if (is.matrix(x)) rowSums(x) else x
  df <- length(f$n) - 1
  list(name = name, input = input, options = list(rho = rho), expected = list(
    groups = data.frame(group = sort(unique(d$group)), n = as.vector(f$n), observed = total(f$obs), expected = total(f$exp)),
    variance = unname(f$var), chiSquare = f$chisq, df = df, logP = pchisq(f$chisq, df, lower.tail = FALSE, log.p = TRUE)))
}
cases <- list(case("freireich", freireich), case("freireich rho 1", freireich, 1), case("freireich rho 0.5", freireich, 0.5),
  case("freireich rho -1", freireich, -1), case("three groups", three), case("three groups rho 1", three, 1), case("stratified two groups", stratified),
  case("stratified rho 1", stratified, 1), case("four groups stratified", four), case("four groups stratified rho 1", four, 1),
  case("four groups", four[1:3]), case("identical arms", identical_arms))
cases <- c(cases, list(list(name = "small p", generate = "two arms of 150 events, days 1-150 and 401-550", options = list(rho = 0),
  input = NULL, expected = case("small p", tail_case)$expected)))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/log-rank/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/log-rank/survdiff.json")
