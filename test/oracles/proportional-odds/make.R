# Reference values for the proportional odds model: ordinal::clm (Newton, tight gradient), agreed with MASS::polr.
# Run: Rscript make.R   (R 4.2, ordinal 2022.11-16, MASS 7.3-58.2, jsonlite)
suppressMessages({ library(ordinal); library(MASS); library(jsonlite) })

fit_case <- function(name, data, formula, null_formula, weights = NULL) {
  data$.w <- if (is.null(weights)) rep(1, nrow(data)) else weights
  control <- clm.control(gradTol = 1e-11, maxIter = 200, method = "Newton")
  full <- clm(formula, weights = .w, data = data, control = control)
  null <- clm(null_formula, weights = .w, data = data, control = control)
  if (nlevels(data$y) > 2) {
    check <- polr(formula, weights = .w, data = data, Hess = TRUE, control = list(reltol = 1e-16, maxit = 5000))
    stopifnot(max(abs(full$beta - coef(check))) < 1e-5, abs(logLik(full) - logLik(check)) < 1e-8)
  } else {
    check <- glm(formula, family = binomial, weights = .w, data = data, control = glm.control(epsilon = 1e-14))
    stopifnot(max(abs(full$beta - coef(check)[-1])) < 1e-10)
  }
  se <- sqrt(diag(vcov(full)))
  list(
    beta = as.list(full$beta), standardErrors = as.list(se[names(full$beta)]),
    thresholds = unname(full$alpha), thresholdStandardErrors = unname(se[names(full$alpha)]),
    logLikelihood = as.numeric(logLik(full)), logLikelihoodWithoutGroup = as.numeric(logLik(null)),
    likelihoodRatio = 2 * (as.numeric(logLik(full)) - as.numeric(logLik(null))),
    df = length(full$beta) - length(null$beta)
  )
}

from_counts <- function(name, of, versus) {
  k <- length(of)
  data <- data.frame(y = factor(rep(seq_len(k), 2), levels = seq_len(k)), of = rep(c(1, 0), each = k))
  weight <- c(of, versus)
  keep <- weight > 0
  data <- droplevels(data[keep, ])
  list(name = name, input = list(of = of, versus = versus),
       expected = fit_case(name, data, y ~ of, y ~ 1, weight[keep]))
}

from_rows <- function(name, outcome, group, age, severity) {
  data <- data.frame(y = factor(outcome), group = factor(group), age = age, severity = severity)
  list(name = name, input = list(outcome = outcome, group = group, age = age, severity = severity),
       expected = fit_case(name, data, y ~ group + age + severity, y ~ age + severity))
}

counts <- list(
  from_counts("seven categories", c(12, 30, 8, 21, 15, 9, 25), c(9, 22, 12, 25, 20, 14, 28)),
  from_counts("two categories is logistic regression", c(18, 32), c(27, 23)),
  from_counts("an empty category", c(5, 0, 11, 20), c(9, 0, 14, 7)),
  from_counts("a category empty in one arm", c(0, 6, 11, 20), c(4, 9, 14, 7)),
  from_counts("twenty-three categories",
    c(90, 41, 1, 2, 4, 5, 3, 5, 6, 4, 2, 8, 11, 14, 12, 18, 22, 26, 19, 24, 30, 11, 3),
    c(128, 52, 3, 2, 2, 5, 6, 3, 8, 7, 5, 6, 9, 11, 14, 16, 15, 13, 20, 22, 19, 8, 2)),
  from_counts("a large effect", c(1, 2, 5, 40), c(45, 8, 3, 1)),
  from_counts("fewer than one in each cell", c(1, 0, 1, 0, 2), c(0, 1, 1, 1, 0))
)

set.seed(20210708)
n <- 90
age <- round(rnorm(n, 60, 12))
severity <- round(rexp(n), 2)
group <- rep(c("control", "low dose", "high dose"), length.out = n)
latent <- 0.6 * (group == "low dose") + 1.1 * (group == "high dose") - 0.04 * (age - 60) - 0.5 * severity + rlogis(n)
outcome <- as.integer(cut(latent, c(-Inf, -2, -1, 0, 1.2, Inf)))

rows <- list(from_rows("three arms and two covariates", outcome, group, age, severity))

# Separation: with all of one arm in the best category the likelihood has no maximum, and what it tends to is the fit
# without that arm. The second set adds such an arm, with its covariates, to the rows above.
without_arm <- function(name, outcome, group, covariates, keep, formula) {
  data <- data.frame(y = factor(outcome), group = factor(group, levels = unique(group)), covariates)
  fit <- clm(formula, data = droplevels(data[keep, ]),
             control = clm.control(gradTol = 1e-11, maxIter = 200, method = "Newton"))
  se <- sqrt(diag(vcov(fit)))
  list(name = name, input = c(list(outcome = outcome, group = group), as.list(covariates)),
       expected = list(beta = as.list(fit$beta), standardErrors = as.list(se[names(fit$beta)]),
                       thresholds = unname(fit$alpha), thresholdStandardErrors = unname(se[names(fit$alpha)])))
}
few_outcome <- c(1, 2, 3, 2, 1, 1, 2, 3, 3, 3, 3)
few_group <- c(rep("control", 4), rep("drug", 4), rep("small", 3))
far_outcome <- c(outcome, rep(5, 6))
far_group <- c(group, rep("best", 6))
far <- data.frame(age = c(age, 50, 61, 72, 44, 58, 66), severity = c(severity, 0.2, 1.4, 0.7, 2.2, 0.1, 0.9))
separated <- list(
  without_arm("a small arm all in the best category", few_outcome, few_group, data.frame(age = rep(0, 11)),
              few_group != "small", y ~ group),
  without_arm("an arm all in the best category beside two arms and two covariates", far_outcome, far_group, far,
              far_group != "best", y ~ group + age + severity)
)

write(toJSON(list(
  provenance = list(software = "R ordinal::clm, agreed with MASS::polr to 1e-5",
    version = paste(R.version.string, "ordinal", packageVersion("ordinal"), "MASS", packageVersion("MASS")),
    command = "Rscript make.R"),
  tolerance = 1e-8, toleranceReason = "iterative fit, reference made with gradient tolerance 1e-11 (one more Newton step than needed: errors near 1e-12)",
  counts = counts, rows = rows, separated = separated), auto_unbox = TRUE, digits = I(17)), "fits.json")
