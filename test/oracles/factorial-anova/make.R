# Reference values for factorial analysis of variance: stats::anova (type I) and car::Anova (types II and III, contr.sum).
# Run: Rscript test/oracles/factorial-anova/make.R
suppressMessages({ library(jsonlite); library(car) }); options(contrasts = c("contr.sum", "contr.poly"))
n <- 47
d <- data.frame(arm = factor(rep(c("placebo", "low", "high"), length.out = n), c("placebo", "low", "high")), sex = factor(c("F", "M")[1 + (sin(1:n * 2.3) > 0.2)]), region = factor(c("a", "b", "c", "d")[1 + (1:n * 7) %% 4]), baseline = round(55 + 9 * sin(1:n * 1.7), 2))
d$y <- round(0.5 * d$baseline + 3 * (d$arm == "high") + 1.5 * (d$sex == "M") * (d$arm == "low") + 2 * sin((1:n)^2), 2)
models <- list("two factors with interaction" = list(f = y ~ sex + arm + sex:arm, v = c("sex", "arm"), i = list(c("sex", "arm"))), "covariate, two factors, interaction" = list(f = y ~ baseline + sex + arm + sex:arm, v = c("baseline", "sex", "arm"), i = list(c("sex", "arm"))),
  "three factors, all interactions" = list(f = y ~ sex + region + arm + sex:region + sex:arm + region:arm, v = c("sex", "region", "arm"), i = list(c("sex", "region"), c("sex", "arm"), c("region", "arm"))), "main effects" = list(f = y ~ region + arm, v = c("region", "arm"), i = list()), "slopes by arm" = list(f = y ~ baseline + arm + baseline:arm, v = c("baseline", "arm"), i = list(c("baseline", "arm"))))
cases <- unlist(lapply(names(models), function(m) lapply(c("I", "II", "III"), function(type) { x <- models[[m]]; fit <- lm(x$f, d); stopifnot(!anyNA(coef(fit)))
  a <- if (type == "I") anova(fit) else Anova(fit, type = type); a <- a[rownames(a) != "(Intercept)", ]; k <- nrow(a) - 1
  list(name = paste(m, "type", type), variables = I(x$v), interactions = x$i, type = type, expected = list(terms = lapply(seq_len(k), function(j) list(sumOfSquares = a[j, "Sum Sq"], df = a[j, "Df"], f = a[j, "F value"], p = a[j, "Pr(>F)"])), residualSumOfSquares = a[k + 1, "Sum Sq"], residualDf = a[k + 1, "Df"])) })), recursive = FALSE)
code <- function(f) list(levels = levels(f), codes = as.integer(f) - 1)
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("car", packageVersion("car")), command = "Rscript test/oracles/factorial-anova/make.R"), tolerance = 1e-9, toleranceReason = "least squares by QR on both sides",
  input = list(outcome = d$y, arm = code(d$arm), sex = code(d$sex), region = code(d$region), baseline = d$baseline), cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/factorial-anova/car.json")

# Least-squares means of every factor and every cell of an interaction of factors: emmeans, equal weights, numbers at their mean
suppressMessages(library(emmeans))
means <- lapply(names(models), function(m) { x <- models[[m]]; fit <- lm(x$f, d); factors <- Filter(function(v) is.factor(d[[v]]), x$v)
  sets <- c(as.list(factors), Filter(function(i) all(i %in% factors), x$i))
  list(name = m, variables = I(x$v), interactions = x$i, means = unlist(lapply(sets, function(s) { e <- as.data.frame(confint(suppressMessages(emmeans(fit, s)), level = 0.9))
    lapply(seq_len(nrow(e)), function(j) list(levels = as.list(sapply(s, function(v) as.character(e[[v]][j]))), mean = e$emmean[j], standardError = e$SE[j], lower = e$lower.CL[j], upper = e$upper.CL[j])) }), recursive = FALSE)) })
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("emmeans", packageVersion("emmeans")), command = "Rscript test/oracles/factorial-anova/make.R"), tolerance = 1e-10, toleranceReason = "least squares by QR on both sides",
  level = 0.9, cases = means), auto_unbox = TRUE, digits = I(17)), "test/oracles/factorial-anova/emmeans.json")
