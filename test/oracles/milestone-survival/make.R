# Reference values for src/survival/milestone-survival, conditional-survival and landmark.
# Run: Rscript test/oracles/milestone-survival/make.R
library(survival)
library(jsonlite)
set.seed(23)
n <- 60
arm <- rep(c("a", "b"), n / 2); true <- ceiling(rexp(n, ifelse(arm == "a", 0.08, 0.05))); limit <- ceiling(25 * runif(n))
d <- data.frame(time = pmin(true, limit), event = as.numeric(true <= limit), arm = arm)
at <- c(4, 9)
s <- summary(survfit(Surv(time, event) ~ arm, d, conf.type = "log-log"), times = at)
milestones <- data.frame(group = sub("arm=", "", s$strata), time = s$time, survival = s$surv, standardError = s$std.err, lower = s$lower, upper = s$upper)
# start.time counts events at the time itself; none lies between 4 and 4.5
k <- summary(survfit(Surv(time, event) ~ arm, d, conf.type = "log-log", start.time = 4.5), times = c(7, 12))
conditional <- data.frame(group = sub("arm=", "", k$strata), time = k$time, survival = k$surv, standardError = k$std.err, lower = k$lower, upper = k$upper)
l <- coxph(Surv(time - 4, event) ~ arm, d[d$time > 4, ], control = coxph.control(eps = 1e-14, iter.max = 100, toler.inf = 1e-12))
write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
    command = "Rscript test/oracles/milestone-survival/make.R"),
  tolerance = 1e-12, toleranceReason = "closed form",
  cases = list(list(input = c(as.list(d[1:2]), list(group = d$arm)), milestones = milestones, conditional = conditional,
    landmark = list(n = l$n, events = l$nevent, logHazardRatio = unname(coef(l)))))),
  auto_unbox = TRUE, digits = I(17)), "test/oracles/milestone-survival/survfit.json")
