# Reference values for src/survival/brier-score: risks that a Cox model predicts for the subjects it was fitted to, by
# survfit, and their Brier scores by riskRegression's Score. Run: Rscript test/oracles/brier-score/make.R
suppressMessages({library(riskRegression); library(survival)})
library(jsonlite)
case <- function(name, seed, n, ties, at, strata = FALSE, digits = 0) {
  set.seed(seed)
  x <- round(rnorm(n), 1); arm <- rep(c("active", "control"), length.out = n); s <- ifelse(seq_len(n) %% 3 == 0, "low", "high")
  t <- pmax(10^-digits, round(rexp(n, 0.1 * exp(0.8 * x - 0.5 * (arm == "active"))), digits)); c <- round(runif(n, 3, 25), digits)
  d <- data.frame(time = pmin(t, c), event = as.integer(t <= c), x = x, a = as.integer(arm == "active"), s = s)
  f <- if (strata) Surv(time, event) ~ a + x + strata(s) else Surv(time, event) ~ a + x
  m <- coxph(f, data = d, ties = ties, x = TRUE, control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50))
  risk <- sapply(at, function(u) sapply(seq_len(n), function(i) 1 - summary(survfit(m, newdata = d[i, ]), times = u, extend = TRUE)$surv))
  score <- Score(list(m = risk), formula = Surv(time, event) ~ 1, data = d, times = at, metrics = "brier", cens.model = "km", se.fit = FALSE, null.model = TRUE)$Brier$score
  input <- list(time = d$time, event = d$event, group = arm, covariates = list(X = x))
  if (strata) input$strata <- s
  # Each subject by a model fitted to all others.
  left <- sapply(at, function(u) sapply(seq_len(n), function(i) {
    o <- coxph(f, data = d[-i, ], ties = ties, model = TRUE, x = TRUE, control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50))
    1 - summary(survfit(o, newdata = d[i, ]), times = u, extend = TRUE)$surv }))
  list(name = name, leftOut = lapply(seq_along(at), function(k) left[, k]), input = input, options = list(times = I(at), ties = ties), risk = lapply(seq_along(at), function(k) risk[, k]),
       brier = I(score$Brier[score$model == "m"]), reference = I(score$Brier[score$model == "Null model"]))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival"), "and riskRegression", packageVersion("riskRegression")),
  command = "Rscript test/oracles/brier-score/make.R"), tolerance = 1e-9, toleranceReason = "iterative fit, both run to 1e-14", cases = list(
    case("Efron, many ties", 31, 40, "efron", c(3, 8, 12)), case("Breslow, strata", 32, 40, "breslow", c(4, 9), strata = TRUE), case("no ties", 33, 30, "efron", c(0.01, 5), digits = 3))),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/brier-score/cox.json")
