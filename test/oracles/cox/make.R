# Reference values for src/survival/cox. Run: Rscript test/oracles/cox/make.R
library(survival)
library(jsonlite)
tight <- coxph.control(eps = 1e-14, iter.max = 100, toler.inf = 1e-12)
# Park and Miller's generator is exact in double arithmetic, so the test builds the same rows from the seed.
park_miller <- function(seed) { state <- seed; function() { state <<- (16807 * state) %% 2147483647; state / 2147483647 } }
generated <- function(n, seed) {
  u <- park_miller(seed)
  d <- data.frame(time = numeric(n), event = 0, entry = 0, weight = 0, treatment = 0, age = 0, marker = 0, strata = 0, centre = 0)
  for (i in seq_len(n)) {
    d$treatment[i] <- floor(2 * u()); d$age[i] <- 20 + floor(60 * u()); d$marker[i] <- 4 * u() - 2
    d$strata[i] <- floor(3 * u()); d$centre[i] <- floor(20 * u()); d$weight[i] <- 1 + floor(3 * u()); d$entry[i] <- floor(8 * u())
    rate <- exp(-0.5 * d$treatment[i] + 0.02 * (d$age[i] - 50) + 0.4 * d$marker[i])
    d$time[i] <- d$entry[i] + 1 + floor(-log(u()) / rate * 20)
    d$event[i] <- as.numeric(u() < 0.7)
  }
  d
}
result <- function(f) {
  s <- summary(f)
  list(coefficients = unname(coef(f)), covariance = unname(f$var), logLikelihood = f$loglik[2], nullLogLikelihood = f$loglik[1],
       score = f$score, wald = unname(f$wald.test), robustScore = f$rscore, naiveCovariance = unname(f$naive.var),
       lower = unname(log(s$conf.int[, 3])), upper = unname(log(s$conf.int[, 4])), n = f$n, events = f$nevent,
       concordance = unname(f$concordance[c("concordance", "std")]))
}
write_cases <- function(name, tolerance, reason, cases) write(toJSON(list(
  provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
                    command = "Rscript test/oracles/cox/make.R"), tolerance = tolerance, toleranceReason = reason, cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), file.path("test/oracles/cox", paste0(name, ".json")))

one <- generated(300, 20240229); two <- generated(60, 99)
settings <- list(
  list(name = "three covariates", form = Surv(time, event) ~ treatment + age + marker),
  list(name = "strata", form = Surv(time, event) ~ treatment + age + marker + strata(strata)),
  list(name = "weights", form = Surv(time, event) ~ treatment + age + marker, weight = TRUE),
  list(name = "late entry", form = Surv(entry, time, event) ~ treatment + age + marker),
  list(name = "late entry, strata, weights", form = Surv(entry, time, event) ~ treatment + age + marker + strata(strata), weight = TRUE),
  list(name = "robust", form = Surv(time, event) ~ treatment + age + marker, robust = TRUE),
  list(name = "cluster, weights", form = Surv(time, event) ~ treatment + age + marker + cluster(centre), weight = TRUE),
  list(name = "cluster, strata, late entry", form = Surv(entry, time, event) ~ treatment + age + marker + cluster(centre) + strata(strata)))
cases <- list()
for (ties in c("efron", "breslow")) for (s in settings) {
  d <- one; w <- if (isTRUE(s$weight)) d$weight else rep(1, nrow(d)); d$w <- w
  f <- if (isTRUE(s$robust)) coxph(s$form, d, weights = w, ties = ties, control = tight, robust = TRUE)
       else coxph(s$form, d, weights = w, ties = ties, control = tight)
  cases <- c(cases, list(list(name = paste(s$name, ties), generate = list(n = 300, seed = 20240229),
    options = list(ties = ties, strata = grepl("strata", s$name), entry = grepl("entry", s$name), weight = isTRUE(s$weight),
                   robust = isTRUE(s$robust), cluster = grepl("cluster", s$name)), expected = result(f))))
}
write_cases("generated", 1e-9, "both fits iterated to convergence; R stops on a relative change of log likelihood of 1e-14", cases)

freireich <- list(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)),
  group = rep(c("6-MP", "placebo"), each = 21))
fr <- as.data.frame(freireich); fr$group <- relevel(factor(fr$group), ref = "placebo")
three <- c(freireich[1:2], list(group = rep(c("b", "a", "c"), 14)))
th <- as.data.frame(three); th$group <- relevel(factor(th$group), ref = "c")
write_cases("groups", 1e-9, "both fits iterated to convergence", list(
  list(name = "freireich efron", input = freireich, reference = "placebo", options = list(ties = "efron"),
       expected = result(coxph(Surv(time, event) ~ group, fr, control = tight))),
  list(name = "freireich breslow", input = freireich, reference = "placebo", options = list(ties = "breslow"),
       expected = result(coxph(Surv(time, event) ~ group, fr, ties = "breslow", control = tight))),
  list(name = "three groups", input = three, reference = "c", options = list(ties = "efron"),
       expected = result(coxph(Surv(time, event) ~ group, th, control = tight)))))

# Residuals, tests of proportional hazards, concordance, baseline hazards of the same fits.
extra <- list()
for (ties in c("efron", "breslow")) for (which in 1:3) {
  d <- two
  form <- list(Surv(time, event) ~ treatment + age + marker, Surv(entry, time, event) ~ treatment + age + marker + strata(strata),
               Surv(time, event) ~ treatment + age + marker)[[which]]
  d$w <- if (which == 3) d$weight else rep(1, nrow(d))
  f <- coxph(form, d, weights = w, ties = ties, control = tight, x = TRUE)
  sch <- residuals(f, "schoenfeld")
  z <- lapply(c("identity", "km", "rank", "log"), function(tr) { zz <- cox.zph(f, transform = tr); list(transform = tr, chiSquare = unname(zz$table[, 1])) })
  sums <- function(m) list(sum = unname(colSums(m)), squares = unname(colSums(m^2)), first = unname(m[1, ]), last = unname(m[nrow(m), ]))
  extra <- c(extra, list(list(name = paste(c("right-censored", "late entry and strata", "weights")[which], ties), generate = list(n = 60, seed = 99),
    options = list(ties = ties, strata = which == 2, entry = which == 2, weight = which == 3), expected = list(
    martingale = unname(residuals(f, "martingale")), devianceSum = sum(residuals(f, "deviance")^2), deviance = unname(residuals(f, "deviance")[1:10]),
    score = sums(residuals(f, "score")), dfbeta = sums(residuals(f, "dfbeta")), schoenfeld = sums(sch), scaledSchoenfeld = sums(residuals(f, "scaledsch")),
    zph = z, concordance = unname(f$concordance["concordance"])))))
}
write_cases("residuals", 1e-8, "both fits iterated to convergence", extra)

# Predicted survival of the same fits at two profiles.
curves <- list()
for (ties in c("efron", "breslow")) for (which in 1:3) {
  d <- two
  form <- list(Surv(time, event) ~ treatment + age + marker, Surv(entry, time, event) ~ treatment + age + marker + strata(strata),
               Surv(time, event) ~ treatment + age + marker)[[which]]
  d$w <- if (which == 3) d$weight else rep(1, nrow(d))
  f <- coxph(form, d, weights = w, ties = ties, control = tight)
  profiles <- data.frame(treatment = c(0, 1), age = c(50, 65), marker = c(0, -1), strata = c(0, 2))
  at <- c(5, 10, 20, 40)
  s <- lapply(1:2, function(i) { r <- summary(survfit(f, newdata = profiles[i, ]), times = at, extend = TRUE)
    list(survival = as.vector(r$surv), standardError = as.vector(r$std.err), lower = as.vector(r$lower), upper = as.vector(r$upper)) })
  curves <- c(curves, list(list(name = paste(c("right-censored", "late entry and strata", "weights")[which], ties), generate = list(n = 60, seed = 99),
    options = list(ties = ties, strata = which == 2, entry = which == 2, weight = which == 3), times = at, expected = s)))
}
write_cases("curves", 1e-8, "both fits iterated to convergence", curves)

# Exact ties, offsets, a ridge, and profile limits of a larger fit.
named <- list(); three <- ~ treatment + age + marker
add <- function(name, f, options) named <<- c(named, list(list(name = name, generate = list(n = 60, seed = 99), options = options, expected = list(
  coefficients = unname(coef(f)), covariance = unname(f$var), logLikelihood = f$loglik[2], nullLogLikelihood = f$loglik[1], score = f$score))))
for (form in list(Surv(time, event) ~ treatment + age + marker, Surv(entry, time, event) ~ treatment + age + marker,
                  Surv(time, event) ~ treatment + age + marker + strata(strata)))
  add(paste("exact", deparse(form)), coxph(form, two, ties = "exact", control = tight),
      list(ties = "exact", entry = grepl("entry", deparse(form)), strata = grepl("strata", deparse(form)), offset = FALSE, ridge = NULL))
for (ties in c("efron", "breslow", "exact"))
  add(paste("offset", ties), coxph(Surv(time, event) ~ treatment + marker + offset(0.02 * age), two, ties = ties, control = tight),
      list(ties = ties, entry = FALSE, strata = FALSE, offset = TRUE, ridge = NULL))
for (theta in c(0.5, 20)) for (ties in c("efron", "breslow"))
  add(paste("ridge", theta, ties), coxph(Surv(time, event) ~ ridge(treatment, age, marker, theta = theta, scale = FALSE), two, ties = ties,
                                         control = coxph.control(eps = 1e-14, outer.max = 100, iter.max = 100)),
      list(ties = ties, entry = FALSE, strata = FALSE, offset = FALSE, ridge = theta))
write_cases("options", 1e-9, "both fits iterated to convergence", named)

# Joint tests of variables with several columns: a factor, a spline, an interaction; arms are a factor too.
library(splines)
joint <- function(f, which) { b <- coef(f)[which]; v <- f$var[which, which]; as.vector(t(b) %*% solve(v, b)) }
term_case <- function(name, terms, form, drops, options) {
  d <- one; d$arm <- factor(c("c", "a", "b")[1 + d$strata], levels = c("c", "a", "b")); d$region <- factor(d$centre %% 4)
  f <- coxph(form, d, ties = options$ties, robust = options$robust, control = tight, x = TRUE)
  z <- cox.zph(f, "identity", terms = TRUE)
  list(name = name, options = options, generate = list(n = 300, seed = 20240229), covariates = terms, expected = list(coefficients = unname(coef(f)),
    terms = lapply(drops, function(drop) { reduced <- coxph(update(form, drop$form), d, ties = options$ties, control = tight)
      list(term = drop$term, wald = joint(f, drop$columns), likelihoodRatio = if (options$robust) NULL else 2 * (f$loglik[2] - reduced$loglik[2]), df = length(drop$columns)) }),
    zph = lapply(seq_len(nrow(z$table)), function(i) list(chiSquare = z$table[i, 1], df = z$table[i, 2]))))
}
terms <- list()
for (ties in c("efron", "breslow")) for (robust in c(FALSE, TRUE)) {
  options <- list(ties = ties, robust = robust)
  terms <- c(terms, list(
    term_case(paste("factor and spline", ties, robust), "factor and spline", Surv(time, event) ~ region + ns(age, 3) + marker,
      list(list(term = "region", form = . ~ . - region, columns = 1:3), list(term = "age", form = . ~ . - ns(age, 3), columns = 4:6)), options),
    term_case(paste("arms and interaction", ties, robust), "arms and interaction", Surv(time, event) ~ arm + marker + treatment + arm:marker + marker:treatment,
      list(list(term = "group", form = . ~ . - arm, columns = 1:2), list(term = "arm × marker", form = . ~ . - arm:marker, columns = 5:6),
           list(term = "marker × treatment", form = . ~ . - marker:treatment, columns = 7)), options)))
}
write_cases("terms", 1e-8, "both fits iterated to convergence; Wald forms of the covariance that R prints, likelihood ratios of two fits", terms)

# Concordance with its standard error: ties in predictions, weights, strata, late entry, clusters.
conc <- list()
for (s in list(
  list(name = "ties in predictions", form = Surv(time, event) ~ treatment + floor(age / 20)),
  list(name = "three covariates", form = Surv(time, event) ~ treatment + age + marker),
  list(name = "weights", form = Surv(time, event) ~ treatment + floor(age / 20), weight = TRUE),
  list(name = "strata", form = Surv(time, event) ~ treatment + floor(age / 20) + strata(strata)),
  list(name = "late entry", form = Surv(entry, time, event) ~ treatment + floor(age / 20)),
  list(name = "late entry, strata, weights", form = Surv(entry, time, event) ~ treatment + age + marker + strata(strata), weight = TRUE),
  list(name = "cluster, late entry, strata, weights", form = Surv(entry, time, event) ~ treatment + floor(age / 20) + strata(strata) + cluster(centre), weight = TRUE))) {
  d <- one; d$w <- if (isTRUE(s$weight)) d$weight else rep(1, nrow(d)); text <- paste(deparse(s$form), collapse = "")
  f <- coxph(s$form, d, weights = w, control = tight)
  conc <- c(conc, list(list(name = s$name, generate = list(n = 300, seed = 20240229), options = list(weight = isTRUE(s$weight), strata = grepl("strata", text),
    entry = grepl("entry", text), cluster = grepl("cluster", text), decades = grepl("floor", text)),
    expected = as.list(f$concordance[c("concordance", "std", "concordant", "discordant", "tied.x")]))))
}
write_cases("concordance", 1e-10, "counts of pairs; the order of predictions is that of converged fits", conc)

# The curve of the usual plot of scaled Schoenfeld residuals, read from the plot that R draws and worked again.
drawn <- function(z, column) {
  xx <- z$x; places <- seq(min(xx), max(xx), length = 40); b <- ns(c(places, xx), df = 4, intercept = TRUE)
  at <- b[1:40, ]; design <- b[-(1:40), ]; estimate <- as.vector(at %*% qr.coef(qr(design), z$y[, column]))
  error <- sqrt(z$var[column, column] * rowSums((at %*% solve(crossprod(design))) * at))
  pdf(NULL); dev.control("enable"); plot(z[column]); shown <- recordPlot(); dev.off()
  curves <- Filter(function(q) length(q$x) == 40, lapply(shown[[1]], function(e) { n <- tryCatch(e[[2]][[1]]$name, error = function(x) NULL)
    if (identical(n, "C_plotXY")) e[[2]][[2]] else list(x = NULL) }))
  stopifnot(max(abs(curves[[1]]$y - estimate)) < 1e-12, max(abs(curves[[2]]$y - estimate - 2 * error)) < 1e-12)
  keep <- c(1, 2, 11, 20, 30, 39, 40)
  list(time = places[keep], estimate = estimate[keep], error = error[keep], first = z$y[1, column], last = z$y[nrow(z$y), column])
}
over <- list()
for (transform in c("km", "identity", "log", "rank")) for (which in 1:2) {
  f <- if (which == 1) coxph(Surv(time, event) ~ treatment + age + marker, one, control = tight) else
    coxph(Surv(entry, time, event) ~ treatment + age + marker + strata(strata), one, weights = weight, ties = "breslow", control = tight)
  z <- cox.zph(f, transform, terms = FALSE)
  over <- c(over, list(list(name = paste(transform, c("efron", "breslow, late entry, strata, weights")[which]), generate = list(n = 300, seed = 20240229),
    options = list(transform = transform, all = which == 2), expected = list(curves = lapply(1:3, function(i) drawn(z, i)), sumTime = sum(z$x)))))
}
d <- one; d$region <- factor(d$centre %% 4)
z <- cox.zph(coxph(Surv(time, event) ~ region + ns(age, 3) + marker, d, control = tight), "identity")
over <- c(over, list(list(name = "identity, a factor and a spline", generate = list(n = 300, seed = 20240229),
  options = list(transform = "identity", all = FALSE, terms = TRUE), expected = list(curves = lapply(1:3, function(i) drawn(z, i)), sumTime = sum(z$x)))))
write_cases("over-time", 1e-8, "both fits iterated to convergence; least squares by QR there and by Cholesky here", over)

# What R gives of a fit with exact ties: martingale and deviance residuals, and tests of proportional hazards; the last not with late entry.
exact <- list()
for (form in list(Surv(time, event) ~ treatment + age + marker, Surv(time, event) ~ treatment + age + marker + strata(strata))) {
  d <- two; d$time <- d$entry + pmax(1, ceiling((d$time - d$entry) / 5)); text <- paste(deparse(form), collapse = "")
  f <- coxph(form, d, ties = "exact", control = tight)
  exact <- c(exact, list(list(name = text, generate = list(n = 60, seed = 99), options = list(strata = grepl("strata", text)),
    expected = list(coefficients = unname(coef(f)), martingale = unname(residuals(f, "martingale")), devianceSum = sum(residuals(f, "deviance")^2),
      zph = lapply(c("identity", "km"), function(tr) list(transform = tr, chiSquare = unname(cox.zph(f, tr)$table[, 1])))))))
}
write_cases("exact", 1e-8, "both fits iterated to convergence", exact)
