# Reference values for src/outcomes/continuous/ancova from lm and emmeans. Run: Rscript test/oracles/ancova/make.R
library(jsonlite); suppressMessages(library(emmeans))
n <- 36
d <- data.frame(group = rep(c("placebo", "4 mg/kg", "8 mg/kg"), length.out = n), baseline = round(55 + 9 * sin(seq_len(n) * 1.7), 2), age = round(60 + 8 * cos(seq_len(n) * 0.9)))
d$y <- round(0.6 * d$baseline - 0.1 * d$age - 6 * (d$group == "8 mg/kg") - 2.5 * (d$group == "4 mg/kg") + 3 * sin(seq_len(n)^2), 2)
case <- function(name, rows, covariates, level) {
  x <- d[rows, ]; levels <- c("placebo", setdiff(c("4 mg/kg", "8 mg/kg"), setdiff(c("4 mg/kg", "8 mg/kg"), x$group))); x$group <- factor(x$group, levels)
  f <- lm(reformulate(c("group", covariates), "y"), x); m <- suppressMessages(emmeans(f, "group", level = level))
  e <- summary(m, infer = TRUE); c <- summary(contrast(m, "trt.vs.ctrl", ref = 1, adjust = "none"), infer = TRUE, level = level)
  k <- coef(summary(f))[covariates, , drop = FALSE]
  list(name = name, input = list(outcome = x$y, levels = levels, codes = as.integer(x$group) - 1, reference = "placebo",
      covariates = lapply(covariates, function(v) list(name = v, values = x[[v]]))), options = list(level = level),
    means = lapply(seq_along(levels), function(i) list(estimate = e$emmean[i], standardError = e$SE[i], lower = e$lower.CL[i], upper = e$upper.CL[i])),
    differences = lapply(seq_along(levels[-1]), function(i) list(estimate = c$estimate[i], standardError = c$SE[i], lower = c$lower.CL[i], upper = c$upper.CL[i],
      t = c$t.ratio[i], logP = log(2) + pt(-abs(c$t.ratio[i]), f$df.residual, log.p = TRUE))),
    slopes = lapply(seq_along(covariates), function(i) list(estimate = k[i, 1], standardError = k[i, 2], t = k[i, 3])),
    expected = list(df = f$df.residual, residualStandardDeviation = summary(f)$sigma))
}
cases <- list(case("three arms, two covariates", seq_len(n), c("baseline", "age"), 0.95), case("three arms, one covariate", seq_len(n), "baseline", 0.9),
  case("two arms, unbalanced", which(d$group != "4 mg/kg")[-(1:5)], "baseline", 0.95))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("emmeans", packageVersion("emmeans")), command = "Rscript test/oracles/ancova/make.R"),
  tolerance = 1e-10, toleranceReason = "least squares by QR on both sides", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/ancova/emmeans.json")

# Margins, sandwich variances, slopes by arm and contrasts: lm, sandwich::vcovHC and emmeans (weights "equal" or "proportional" over
# the reference grid). ANHECOVA: the variance of Ye et al. (2023, theorem 1) written out with var() and cov() of the arms.
suppressMessages(library(sandwich))
d$group <- factor(d$group, c("placebo", "4 mg/kg", "8 mg/kg")); d$site <- factor(rep(c("n", "n", "s", "e", "n"), length.out = n), c("e", "n", "s"))
wider <- function(name, interaction, margins, variance, level = 0.95) {
  f <- lm(if (interaction) y ~ group * (baseline + site) else y ~ group + baseline + site, d); V <- if (variance == "model") vcov(f) else vcovHC(f, type = variance)
  m <- suppressMessages(emmeans(f, "group", vcov. = V, weights = if (margins == "equal") "equal" else "proportional", level = level)); e <- as.data.frame(summary(m, infer = TRUE))
  k <- as.data.frame(summary(contrast(m, list(high = c(-1, 0, 1), doses = c(-1, .5, .5))), infer = TRUE, level = level)); b <- coef(f)
  wald <- function(i) as.numeric(b[i] %*% solve(V[i, i]) %*% b[i]) / length(i); s <- grep("^site", names(b)); x <- grep(":", names(b))
  list(name = name, options = list(interaction = interaction, margins = margins, variance = variance, level = level), means = lapply(1:3, function(i) list(estimate = e$emmean[i], standardError = e$SE[i], lower = e$lower.CL[i], upper = e$upper.CL[i])),
    high = list(estimate = k$estimate[1], standardError = k$SE[1], t = k$t.ratio[1], p = k$p.value[1]), doses = list(estimate = k$estimate[2], standardError = k$SE[2], lower = k$lower.CL[2]), siteF = wald(s), interactionF = if (length(x)) wald(x), baselineError = sqrt(V["baseline", "baseline"])) }
grid <- expand.grid(variance = c("model", "HC0", "HC1", "HC2", "HC3"), margins = c("observed", "equal"), interaction = c(FALSE, TRUE), stringsAsFactors = FALSE)[c(1:8, 15, 16, 17, 20), ]
cases <- lapply(seq_len(nrow(grid)), function(i) wider(paste(grid$variance[i], grid$margins[i], if (grid$interaction[i]) "by arm" else "common slopes"), grid$interaction[i], grid$margins[i], grid$variance[i]))
X <- model.matrix(~ baseline + site, d)[, -1]; X <- sweep(X, 2, colMeans(X)); arms <- levels(d$group)
part <- lapply(arms, function(a) { r <- d$group == a; f <- lm(d$y[r] ~ X[r, ]); list(mean = coef(f)[[1]], b = coef(f)[-1], v = var(resid(f)), n = sum(r)) })
B <- sapply(part, `[[`, "b"); V <- diag(sapply(part, function(p) p$v / p$n)) + t(B) %*% cov(X) %*% B / n
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("emmeans", packageVersion("emmeans"), "sandwich", packageVersion("sandwich")), command = "Rscript test/oracles/ancova/make.R"), tolerance = 1e-9, toleranceReason = "least squares by QR on both sides",
  input = list(outcome = d$y, levels = arms, codes = as.integer(d$group) - 1, baseline = d$baseline, site = as.integer(d$site) - 1), cases = cases,
  anhecova = list(means = sapply(part, `[[`, "mean"), standardErrors = sqrt(diag(V)), high = sqrt(V[1, 1] + V[3, 3] - 2 * V[1, 3]))), auto_unbox = TRUE, digits = I(17)), "test/oracles/ancova/margins.json")
