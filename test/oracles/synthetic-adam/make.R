# Reference values for analyses/demonstration/synthetic-adam. Run in the root of the repository:
#   Rscript test/oracles/synthetic-adam/make.R
suppressMessages({ library(survival); library(MASS) })
folder <- "analyses/demonstration/synthetic-adam"
show <- function(name, ...) cat(name, format(c(...), digits = 12), "\n")

adtte <- read.csv(file.path(folder, "adtte.csv"))
adtte$arm <- factor(adtte$TRTP, levels = c("placebo", "tocilizumab"))
adtte$event <- as.integer(adtte$CNSR == 0)
surv <- Surv(adtte$AVAL, adtte$event)
fit <- survfit(surv ~ arm, data = adtte, conf.type = "log-log")
print(quantile(fit, 0.5))
at <- summary(fit, times = 14)
show("free of the event at day 14", at$surv, at$lower, at$upper)
d <- survdiff(surv ~ arm + strata(STRAT1R), data = adtte)
show("stratified log-rank", d$chisq, pchisq(d$chisq, 1, lower.tail = FALSE))
for (ties in c("efron", "breslow")) {
  model <- coxph(surv ~ arm + strata(STRAT1R), data = adtte, ties = ties,
                 control = coxph.control(eps = 1e-14, iter.max = 100))
  show(ties, exp(coef(model)), exp(confint(model)), summary(model)$coefficients[, 5])
}
model <- coxph(surv ~ arm + AGE, data = adtte, control = coxph.control(eps = 1e-14, iter.max = 100))
show("adjusted for age", exp(coef(model)), exp(confint(model)))

adeff <- read.csv(file.path(folder, "adeff.csv"))
adeff$arm <- factor(adeff$TRTP, levels = c("placebo", "tocilizumab"))
response <- subset(adeff, PARAMCD == "RESP28")
yes <- tapply(response$AVALC %in% "Y", response$arm, sum)
n <- table(response$arm)
show("responders", yes, n)
p <- prop.test(c(yes[["tocilizumab"]], yes[["placebo"]]), c(n[["tocilizumab"]], n[["placebo"]]), correct = FALSE)
show("risk difference, Wald", p$estimate[1] - p$estimate[2], p$conf.int, p$p.value)
crp <- subset(adeff, PARAMCD == "CRPD7" & !is.na(AVAL))
t <- t.test(AVAL ~ relevel(arm, "tocilizumab"), data = crp)
show("mean difference", t$estimate[1] - t$estimate[2], t$conf.int, t$p.value, t$parameter)
ordinal <- subset(adeff, PARAMCD == "ORD28" & !is.na(AVAL))
model <- polr(factor(AVAL) ~ arm, data = ordinal, Hess = TRUE, control = list(reltol = 1e-15))
b <- coef(model); s <- sqrt(vcov(model)[1, 1])
show("proportional odds", exp(c(b, b - qnorm(0.975) * s, b + qnorm(0.975) * s)))
model <- coxph(surv ~ arm, data = adtte, control = coxph.control(eps = 1e-14, iter.max = 100))
show("unstratified, Efron", exp(coef(model)), exp(confint(model)))

adsl <- read.csv(file.path(folder, "adsl.csv"))
adae <- read.csv(file.path(folder, "adae.csv"))
age <- split(adsl$AGE, factor(adsl$TRT01P, levels = c("tocilizumab", "placebo")))
show("age, mean", sapply(age, mean))
show("age, sd", sapply(age, sd))
show("age, quartiles of type 2", quantile(age$tocilizumab, c(0.25, 0.5, 0.75), type = 2))
show("women", tapply(adsl$SEX == "F", adsl$TRT01P, sum))
show("age, standardised difference", (mean(age$tocilizumab) - mean(age$placebo)) / sqrt((var(age$tocilizumab) + var(age$placebo)) / 2))
size <- table(adsl$TRT01P)[c("tocilizumab", "placebo")]
subjects <- function(keep) sapply(names(size), function(arm) length(unique(adae$USUBJID[keep & adae$TRTA == arm])))
events <- list("any event" = TRUE, Neutropenia = adae$AEDECOD == "Neutropenia", Infections = adae$AEBODSYS == "Infections and infestations")
incidence <- function(keep) sapply(names(size), function(arm) {
  people <- adsl[adsl$TRT01P == arm, ]
  first <- tapply(adae$ASTDY[keep], adae$USUBJID[keep], min)[people$USUBJID]
  rate <- poisson.test(sum(!is.na(first)), sum(ifelse(is.na(first), people$TRTDURD, first)) / 36525)
  c(rate$estimate, rate$conf.int)
})
show("incidence of neutropenia", incidence(adae$AEDECOD == "Neutropenia"))
for (name in names(events)) {
  count <- subjects(events[[name]])
  show(name, count, fisher.test(rbind(count, size - count))$p.value)
}

# Hazard ratios in subgroups, and Cochran's Q of their logarithms.
people <- merge(adtte, adsl[, c("USUBJID", "SEX")], by = "USUBJID")
people$age <- cut(people$AGE, c(-Inf, 55, 65, Inf), right = FALSE)
for (variable in c("SEX", "age", "STRAT1R")) {
  fits <- lapply(split(people, people[[variable]]), function(d) {
    model <- coxph(Surv(AVAL, event) ~ arm, data = d, control = coxph.control(eps = 1e-14, iter.max = 100))
    c(coef(model), sqrt(vcov(model)))
  })
  b <- sapply(fits, `[`, 1)
  w <- 1 / sapply(fits, `[`, 2)^2
  for (level in names(fits)) show(paste(variable, level), exp(b[[paste0(level, ".armtocilizumab")]] + c(0, -1, 1) * qnorm(0.975) / sqrt(w[[level]])))
  q <- sum(w * (b - sum(w * b) / sum(w))^2)
  show(paste("interaction with", variable), q, pchisq(q, length(b) - 1, lower.tail = FALSE))
}
