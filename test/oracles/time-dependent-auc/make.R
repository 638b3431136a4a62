# Reference values for src/survival/time-dependent-auc and brier-score: estimates by riskRegression's Score and by the printed formulas
# (checked against each other here); standard errors by moving one subject's weight at a time (central differences).
# Run: Rscript test/oracles/time-dependent-auc/make.R
suppressMessages({library(riskRegression); library(survival); library(data.table)})
library(jsonlite)
case <- function(name, seed, n, digits, at, censor = 25, level = 0.95) {
  set.seed(seed)
  x <- round(rnorm(n), 1); t <- pmax(10^-digits, round(rexp(n, 0.1 * exp(x)), digits)); c <- pmax(10^-digits, round(runif(n, 2, censor), digits))
  d <- data.frame(time = pmin(t, c), event = as.integer(t <= c), x = x)
  risk <- sapply(at, function(s) round(1 - exp(-0.1 * s * exp(0.7 * d$x)), 4))
  s <- Score(list(m = risk), formula = Surv(time, event) ~ 1, data = d, times = at, metrics = c("auc", "brier"), cens.model = "km", se.fit = TRUE, conf.int = TRUE, null.model = TRUE)
  ut <- sort(unique(d$time))
  est <- function(v, k) {
    u <- at[k]; case <- d$time <= u & d$event == 1; ctl <- d$time > u; p <- risk[, k]; r <- (case - p)^2
    g <- 1; gs <- NULL
    for (z in ut) { Y <- sum(v[d$time >= z]) - sum(v[d$time == z & d$event == 1]); C <- sum(v[d$time == z & d$event == 0]); if (Y > 0) g <- g * (1 - C / Y); gs <- c(gs, g) }
    G <- function(q, strict) { i <- if (strict) sum(ut < q) else sum(ut <= q); if (i == 0) 1 else gs[i] }
    W <- ifelse(case, 1 / sapply(d$time, G, strict = TRUE), ifelse(ctl, 1 / G(u, FALSE), 0))
    phi <- outer(p[case], p[ctl], function(a, b) (a > b) + 0.5 * (a == b))
    c(sum((v * W)[case] * (phi %*% (v * W)[ctl])) / (sum((v * W)[case]) * sum((v * W)[ctl])), sum(v * W * r) / sum(v))
  }
  km <- survfit(Surv(time, event) ~ 1, d)
  rows <- lapply(seq_along(at), function(k) {
    v <- rep(1, n); h <- 1e-4; e <- est(v, k)
    inf <- sapply(1:n, function(i) { a <- v; a[i] <- 1 + h; b <- v; b[i] <- 1 - h; (est(a, k) - est(b, k)) / (2 * h) })
    se <- sqrt(rowSums(inf^2) * n / (n - 1))
    score <- c(s$AUC$score[model == "m"]$AUC[k], s$Brier$score[model == "m"]$Brier[k])
    stopifnot(max(abs(score - e)) < 1e-12)
    list(time = at[k], auc = score[1], brier = score[2], aucError = se[1], brierError = se[2], nullBrier = s$Brier$score[model == "Null model"]$Brier[k],
         riskRegressionAucError = s$AUC$score[model == "m"]$se[k], riskRegressionBrierError = s$Brier$score[model == "m"]$se[k])
  })
  list(name = name, input = list(time = d$time, event = d$event, risk = lapply(seq_along(at), function(k) risk[, k])),
       options = list(times = I(at), level = level), expected = rows)
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("riskRegression", packageVersion("riskRegression")),
  command = "Rscript test/oracles/time-dependent-auc/make.R"), tolerance = 1e-12,
  toleranceReason = "closed form; standard errors in the reference are numeric derivatives, good to 1e-7", cases = list(
    case("no ties", 5, 40, 2, c(2, 5, 9)), case("whole days, many ties", 6, 45, 0, c(3, 6, 10)), case("hardly censored", 7, 25, 1, c(4, 8), 400))),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/time-dependent-auc/score.json")
# Differences of two predictions on the same subjects: by Score, and standard errors by moving one subject's weight at a time.
difference <- function(seed, n, digits, at) {
  set.seed(seed)
  x <- round(rnorm(n), 1); y <- round(0.6 * x + rnorm(n), 1); t <- pmax(10^-digits, round(rexp(n, 0.1 * exp(x)), digits)); c <- pmax(10^-digits, round(runif(n, 2, 25), digits))
  d <- data.frame(time = pmin(t, c), event = as.integer(t <= c))
  s <- Score(list(x = x, y = y), formula = Surv(time, event) ~ 1, data = d, times = at, metrics = "auc", cens.model = "km", se.fit = TRUE, null.model = FALSE)
  ut <- sort(unique(d$time))
  area <- function(v, u, p) {
    case <- d$time <= u & d$event == 1; ctl <- d$time > u
    g <- 1; gs <- NULL
    for (z in ut) { Y <- sum(v[d$time >= z]) - sum(v[d$time == z & d$event == 1]); C <- sum(v[d$time == z & d$event == 0]); if (Y > 0) g <- g * (1 - C / Y); gs <- c(gs, g) }
    w <- v / sapply(d$time, function(q) { i <- sum(ut < q); if (i == 0) 1 else gs[i] })
    phi <- outer(p[case], p[ctl], function(a, b) (a > b) + 0.5 * (a == b))
    sum(w[case] * (phi %*% v[ctl])) / (sum(w[case]) * sum(v[ctl]))
  }
  rows <- lapply(at, function(u) {
    f <- function(v) area(v, u, x) - area(v, u, y); h <- 1e-4
    inf <- sapply(1:n, function(i) { a <- rep(1, n); a[i] <- 1 + h; b <- rep(1, n); b[i] <- 1 - h; (f(a) - f(b)) / (2 * h) })
    auc <- s$AUC$score$AUC[s$AUC$score$times == u]; stopifnot(abs(f(rep(1, n)) - (auc[1] - auc[2])) < 1e-12)
    pair <- s$AUC$contrasts[s$AUC$contrasts$times == u, ]
    list(time = u, difference = auc[1] - auc[2], error = sqrt(sum(inf^2) * n / (n - 1)), riskRegressionError = (pair$upper - pair$lower) / 2 / qnorm(0.975))
  })
  list(input = list(time = d$time, event = d$event, predictions = x, versus = y), times = I(at), expected = rows)
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("riskRegression", packageVersion("riskRegression")),
  command = "Rscript test/oracles/time-dependent-auc/make.R"), tolerance = 1e-12,
  toleranceReason = "closed form; standard errors in the reference are numeric derivatives, good to 1e-7", cases = list(difference(51, 40, 2, c(3, 7)), difference(52, 45, 0, c(4, 9)))),
  auto_unbox = TRUE, digits = I(17), na = "null"), "test/oracles/time-dependent-auc/differences.json")
