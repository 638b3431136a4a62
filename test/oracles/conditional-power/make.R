# Reference values for src/survival/conditional-power: the signed log-rank statistic by survdiff, and conditional power by
# integrating over the statistic of the events to come. Run: Rscript test/oracles/conditional-power/make.R
library(survival); library(jsonlite)
case <- function(name, seed, n, planned, hr, alpha, sides, allocation, strata = FALSE) {
  set.seed(seed)
  arm <- ifelse(runif(n) < allocation / (1 + allocation), "active", "placebo"); s <- ifelse(seq_len(n) %% 2 == 0, "a", "b")
  t <- ceiling(rexp(n, ifelse(arm == "active", 0.06, 0.1))); c <- ceiling(runif(n, 4, 20)); d <- data.frame(time = pmin(t, c), event = as.integer(t <= c), arm, s)
  f <- survdiff(if (strata) Surv(time, event) ~ arm + strata(s) else Surv(time, event) ~ arm, d)
  o <- if (strata) rowSums(f$obs) else f$obs; e <- if (strata) rowSums(f$exp) else f$exp
  z <- unname((o[1] - e[1]) / sqrt(f$var[1, 1])); m <- sum(d$event); p <- allocation / (1 + allocation)
  side <- if (hr < 1) -1 else 1
  # Scores of past and future events add up; a score has variance p (1 - p) an event and mean log(HR) times it.
  w <- p * (1 - p); past <- side * z * sqrt(w * m); rest <- planned - m
  needed <- qnorm(1 - alpha / sides) * sqrt(w * planned) - past
  cp <- function(theta) integrate(dnorm, needed, Inf, mean = side * theta * w * rest, sd = sqrt(w * rest), rel.tol = 1e-12, abs.tol = 0)$value
  input <- list(time = d$time, event = d$event, group = arm, reference = "placebo"); if (strata) input$strata <- s
  list(name = name, input = input, options = list(plannedEvents = planned, designHazardRatio = hr, alpha = alpha, sides = sides, allocation = allocation),
       z = z, events = m, design = cp(log(hr)), trend = cp(z / sqrt(w * m)), none = cp(0))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")), command = "Rscript test/oracles/conditional-power/make.R"),
  tolerance = 1e-9, toleranceReason = "numerical integration against a closed form", cases = list(
    case("even arms", 41, 60, 90, 0.65, 0.05, 2, 1), case("two to one, strata, one side", 42, 60, 120, 0.7, 0.025, 1, 2, TRUE), case("a good event", 43, 50, 80, 1.5, 0.05, 2, 1))),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/conditional-power/conditional.json")
