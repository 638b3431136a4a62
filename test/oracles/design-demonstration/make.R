# Invents the subjects of analyses/demonstration/design and prints the reference values of its claims, by R survival,
# riskRegression and rpact. Run in the root of the repository: Rscript test/oracles/design-demonstration/make.R
suppressMessages({library(survival); library(riskRegression); library(rpact)})
folder <- "analyses/demonstration/design"
set.seed(20210503)
n <- 180; arm <- rep(c("tocilizumab", "placebo"), length.out = n); age <- round(pmin(92, pmax(28, rnorm(n, 62, 13)))); id <- sprintf("DES-%03d", 1:n)
states <- c("oxygen", "ventilated", "home", "dead")
stays <- NULL
for (i in 1:n) {
  r <- exp(0.045 * (age[i] - 62)) * ifelse(arm[i] == "tocilizumab", 0.65, 1); h <- exp(-0.02 * (age[i] - 62)) * ifelse(arm[i] == "tocilizumab", 1.2, 1)
  rate <- list(oxygen = c(ventilated = 0.045 * r, home = 0.07 * h, dead = 0.008 * r), ventilated = c(oxygen = 0.05, dead = 0.05 * r))
  s <- "oxygen"; t <- 0; end <- if (i %% 5 == 0) sample(8:27, 1) else 28
  repeat {
    k <- rate[[s]]; w <- t + ceiling(rexp(1, sum(k)))
    if (w > end) { stays <- rbind(stays, data.frame(USUBJID = id[i], TRTP = arm[i], START = t, STOP = end, FROM = s, TO = "")); break }
    to <- sample(names(k), 1, prob = k); stays <- rbind(stays, data.frame(USUBJID = id[i], TRTP = arm[i], START = t, STOP = w, FROM = s, TO = to)); s <- to; t <- w
    if (s == "dead") break
    if (s == "home") { if (t < end) stays <- rbind(stays, data.frame(USUBJID = id[i], TRTP = arm[i], START = t, STOP = end, FROM = "home", TO = "")); break }
    if (t >= end) break
  }
}
rows <- do.call(rbind, lapply(1:n, function(i) {
  x <- stays[stays$USUBJID == id[i], ]; last <- max(x$STOP); d <- x$STOP[x$TO == "dead"]; v <- x$STOP[x$TO == "ventilated"]; final <- x[nrow(x), ]
  now <- if (final$TO == "") final$FROM else final$TO; whole <- last == 28 || now == "dead"
  base <- data.frame(USUBJID = id[i], TRTP = arm[i], AGE = age[i])
  rbind(cbind(base, PARAMCD = "DEATH", AVAL = if (length(d)) d else last, CNSR = if (length(d)) 0 else 1),
        cbind(base, PARAMCD = "IMV", AVAL = if (length(v)) v[1] else last, CNSR = if (length(v)) 0 else 1),
        cbind(base, PARAMCD = "STATUS28", AVAL = if (whole) match(now, c("home", "oxygen", "ventilated", "dead")) else NA, CNSR = NA))
}))
write.csv(stays, file.path(folder, "stays.csv"), row.names = FALSE, quote = FALSE, na = "", eol = "\n")
write.csv(rows, file.path(folder, "adtte.csv"), row.names = FALSE, quote = FALSE, na = "", eol = "\n")

show <- function(name, ...) cat(name, ":", sprintf("%.8g", c(...)), "\n")
w <- merge(rows[rows$PARAMCD == "DEATH", ], rows[rows$PARAMCD == "IMV", c("USUBJID", "AVAL", "CNSR")], by = "USUBJID")
e <- w$CNSR.x == 0 | w$CNSR.y == 0
d <- data.frame(time = ifelse(e, pmin(ifelse(w$CNSR.x == 0, w$AVAL.x, Inf), ifelse(w$CNSR.y == 0, w$AVAL.y, Inf)), pmin(w$AVAL.x, w$AVAL.y)), event = as.integer(e), arm = w$TRTP, age = w$AGE, id = w$USUBJID)
f <- survdiff(Surv(time, event) ~ arm, d); show("composite log-rank chi-square and p", f$chisq, pchisq(f$chisq, 1, lower.tail = FALSE)); show("composite events", tapply(d$event, d$arm, sum))
m <- coxph(Surv(time, event) ~ I(arm == "tocilizumab"), d, control = coxph.control(eps = 1e-14, toler.chol = 1e-15)); show("composite hazard ratio", exp(coef(m)), exp(confint(m)))
z <- (f$obs[2] - f$exp[2]) / sqrt(f$var[2, 2]); events <- sum(d$event); planned <- 263; t <- events / planned; show("z, p, events, fraction", z, 2 * pnorm(-abs(z)), events, t)
cp <- function(drift) pnorm((qnorm(0.975) - (-z * sqrt(t) + drift * (1 - t))) / sqrt(1 - t), lower.tail = FALSE)
show("conditional power: design, trend, none", cp(-log(0.67) * sqrt(planned / 4)), cp(-z / sqrt(t)), cp(0))
k <- stays; k$ev <- factor(ifelse(k$TO == "", "none", k$TO), c("none", states)); k$FROM <- factor(k$FROM, states); k$id <- k$USUBJID
fit <- lapply(c(tocilizumab = "tocilizumab", placebo = "placebo"), function(a) survfit(Surv(START, STOP, ev) ~ 1, data = k[k$TRTP == a, ], id = id, istate = FROM, influence = TRUE))
for (a in names(fit)) { s <- summary(fit[[a]], times = 14); p <- match(states, s$states); r <- summary(fit[[a]], rmean = 28)$table[p, ]
  for (j in 1:4) { show(paste(a, states[j], "at 14"), s$pstate[p[j]], s$lower[p[j]], s$upper[p[j]]); show(paste(a, states[j], "time, error"), r[j, "rmean"], r[j, "se(rmean)"]) } }
both <- lapply(fit, function(g) { s <- summary(g, times = 14); p <- match(states, s$states); r <- summary(g, rmean = 28)$table[p, ]; list(s$pstate[p], s$std.err[p], r[, "rmean"], r[, "se(rmean)"]) })
for (q in c(1, 3)) { dif <- both[[1]][[q]] - both[[2]][[q]]; se <- sqrt(both[[1]][[q + 1]]^2 + both[[2]][[q + 1]]^2)
  for (j in 1:4) show(paste("difference", states[j], if (q == 1) "at 14" else "time"), dif[j], dif[j] - qnorm(0.975) * se[j], dif[j] + qnorm(0.975) * se[j], 2 * pnorm(-abs(dif[j] / se[j]))) }
sc <- suppressWarnings(Score(list(age = d$age), formula = Surv(time, event) ~ 1, data = d, times = c(7, 14), metrics = "auc", cens.model = "km", se.fit = TRUE, null.model = FALSE))
show("AUC of age", sc$AUC$score$AUC)
c2 <- coxph(Surv(time, event) ~ I(arm == "tocilizumab") + age, d, x = TRUE, control = coxph.control(eps = 1e-14, toler.chol = 1e-15))
risk <- sapply(c(7, 14), function(u) sapply(seq_len(n), function(i) 1 - summary(survfit(c2, newdata = d[i, ]), times = u, extend = TRUE)$surv))
b <- Score(list(m = risk), formula = Surv(time, event) ~ 1, data = d, times = c(7, 14), metrics = "brier", cens.model = "km", se.fit = FALSE, null.model = TRUE)$Brier$score; print(b)
dd <- rows[rows$PARAMCD == "DEATH", ]; st <- rows$AVAL[rows$PARAMCD == "STATUS28"][match(dd$USUBJID, rows$USUBJID[rows$PARAMCD == "STATUS28"])]
win <- loss <- 0; A <- which(dd$TRTP == "tocilizumab"); B <- which(dd$TRTP == "placebo")
for (i in A) for (j in B) { r <- 0
  if (dd$CNSR[j] == 0 && dd$AVAL[i] > dd$AVAL[j]) r <- 1 else if (dd$CNSR[i] == 0 && dd$AVAL[j] > dd$AVAL[i]) r <- -1
  if (r == 0 && !is.na(st[i]) && !is.na(st[j])) r <- sign(st[j] - st[i])
  if (r > 0) win <- win + 1; if (r < 0) loss <- loss + 1 }
show("win ratio, wins, losses", win / loss, win, loss)
km <- survfit(Surv(time, event) ~ 1, subset(d, time > 7 & arm == "tocilizumab")); show("tocilizumab free at 14 given 7", summary(km, times = 14)$surv)
up <- function(v) ceiling(v - 1e-9 * v)
size <- function(name, hr, power, alpha, sides, r, p) for (type in c("Schoenfeld", "Freedman")) {
  d <- getSampleSizeSurvival(alpha = alpha / sides, sided = 1, beta = 1 - power, hazardRatio = hr, allocationRatioPlanned = r, lambda2 = 0.1, eventTime = 12, accrualTime = 6, followUpTime = 12, typeOfComputation = type)
  show(paste(name, type, "events, subjects"), up(d$eventsFixed), up(up(d$eventsFixed) / p))
}
size("A", 0.67, 0.9, 0.05, 2, 1, 0.45); size("B", 0.75, 0.8, 0.05, 2, 2, 0.35); size("C", 0.6, 0.85, 0.025, 1, 1, 0.25)
show("D: power of 200 events", pnorm(qnorm(0.975) + log(0.7) * sqrt(200) / 2, lower.tail = FALSE))
