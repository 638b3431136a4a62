# Reference values for mixed-model-repeated-measures. Run from the root: Rscript test/oracles/mixed-model-repeated-measures/make.R
# Everything is worked with one dense covariance matrix of all rows (dense.R), with derivatives of the covariance by
# numDeriv; nlme::gls, pbkrtest, lmerTest and clubSandwich must agree within what their own iterations settle.
folder <- "test/oracles/mixed-model-repeated-measures"; source(file.path(folder, "dense.R")); library(jsonlite)
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(clubSandwich)})
arms <- c("placebo", "4 mg/kg", "8 mg/kg"); n <- 48; v <- 4; i <- 1:n; k <- 1:(n * v); times <- c(2, 4, 8, 12)
trial <- data.frame(subject = rep(i, each = v), visit = rep(1:v, n), arm = rep(arms[(i %% 3) + 1], each = v), base = rep(round(50 + 8 * sin(i * 2.1), 1), each = v),
  age = rep(round(60 + 9 * cos(i * 1.3)), each = v), sex = rep((i * 7) %% 5 %% 2, each = v), crp = round(10 + 4 * sin(k * 0.37), 1), w = round(1.2 + 0.6 * cos(k), 2))
trial$y <- round(0.5 * trial$base - 1.2 * trial$visit * match(trial$arm, arms) / 2 + 0.1 * trial$crp + rep(4 * sin(i^2 * 0.7), each = v) + (2 + trial$visit) * sin(k^2 * 1.3), 2)
gone <- (k * 37) %% 11 == 3 | (trial$visit > 2 & (trial$subject * 5) %% 13 == 1) | (trial$visit == 4 & trial$subject %% 6 == 0); trial <- trial[!gone, ]; rownames(trial) <- NULL
boys <- data.frame(Orthodont); orthodont <- data.frame(subject = as.integer(factor(boys$Subject, unique(boys$Subject))), visit = (boys$age - 6) / 2, arm = as.character(boys$Sex), y = boys$distance, w = 1)

# Weights of a mean at an arm, a visit and covariates; columns as model.matrix has them.
row <- function(form, d, arm, visit, covariates) { x <- d[1, ]; x$armF <- factor(arm, levels(d$armF)); x$visitF <- factor(visit, levels(d$visitF)); for (c in names(covariates)) x[[c]] <- covariates[[c]]; model.matrix(form, x)[1, ] }
one <- function(name, d, arms, form, terms, covariates, structure, reml = TRUE, df = "kenward-roger", information = "observed", variance = "model", blocks = FALSE, weighted = FALSE, level = 0.95, margins = "proportional", model, data, times. = NULL, check = NULL) {
  cat(name, "\n"); d$armF <- factor(d$arm, arms); d$visitF <- factor(d$visit); if (!weighted) d$w <- 1; d$block <- if (blocks) as.integer(d$armF) else 1
  X <- model.matrix(form, d); m <- denseModel(d, X, structure, if (is.null(times.)) times else times., reml); f <- denseFit(m, structure); beta <- f$m$beta; v <- nlevels(d$visitF)
  at <- lapply(setNames(nm = covariates), function(c) if (margins == "equal" && all(d[[c]] %in% 0:1)) 0.5 else mean(d[[c]])); zero <- lapply(at, function(x) 0)
  kr <- kenwardRoger(f, X, information, df == "kenward-roger"); between <- length(unique(d$subject)) - (nlevels(d$armF) + sum(vapply(covariates, function(c) all(tapply(d[[c]], d$subject, function(z) all(z == z[1]))), TRUE)))
  C <- if (variance != "model") sandwich(f, X, d, variance) else if (startsWith(df, "kenward")) kr$adjusted else f$m$Phi
  bell <- function(l) { A <- lapply(unique(d$subject), function(s) { j <- which(d$subject == s); Xi <- X[j, , drop = FALSE]; Vi <- f$m$Vi[j, j]; H <- Xi %*% f$m$Phi %*% t(Xi) %*% Vi
      E <- switch(variance, CR0 = diag(length(j)), CR3 = solve(diag(length(j)) - H), CR2 = { U <- chol(f$m$V[j, j]); b <- eigen(U %*% (f$m$V[j, j] - Xi %*% f$m$Phi %*% t(Xi)) %*% t(U), TRUE); t(U) %*% b$vectors %*% diag(1 / sqrt(b$values), length(j)) %*% t(b$vectors) %*% U })
      full <- diag(nrow(d)) - X %*% f$m$Phi %*% t(X) %*% f$m$Vi; t(full[j, , drop = FALSE]) %*% t(E) %*% Vi %*% Xi %*% f$m$Phi %*% l })
    G <- do.call(cbind, A); P <- t(G) %*% f$m$V %*% G; sum(diag(P))^2 / sum(P^2) }
  single <- function(l, stratum = "within") { l <- as.vector(l); e <- sum(l * beta); se <- sqrt(as.numeric(t(l) %*% C %*% l)); nu <- switch(df, "normal" = Inf, "residual" = nrow(d) - ncol(X), "between-within" = if (structure == "unstructured" || stratum == "between") between else nrow(d) - ncol(X) - between, if (variance == "model") satterthwaite(kr, beta, rbind(l))$df else bell(l))
    h <- qt(1 - (1 - level) / 2, nu) * se; list(estimate = e, standardError = se, df = if (is.finite(nu)) nu else NULL, lower = e - h, logP = log(2) + pt(-abs(e / se), nu, log.p = TRUE)) }
  joint <- function(L, stratum) { if (startsWith(df, "kenward") && nrow(L) > 1) { z <- krTest(kr, beta, L) } else if (df == "satterthwaite") z <- satterthwaite(kr, beta, L) else if (startsWith(df, "kenward")) { z <- list(df = satterthwaite(kr, beta, L)$df); z$F <- as.numeric((L %*% beta)^2 / (L %*% C %*% t(L))) ; w <- krTest(kr, beta, L); stopifnot(abs(w$df / z$df - 1) < 1e-6, abs(w$F / z$F - 1) < 1e-6) }
    else { nu <- if (df == "normal") Inf else if (df == "residual") nrow(d) - ncol(X) else if (structure == "unstructured" || stratum == "between") between else nrow(d) - ncol(X) - between; b <- L %*% beta; z <- list(F = as.numeric(t(b) %*% solve(L %*% C %*% t(L)) %*% b) / nrow(L), df = nu) }
    list(f = z$F, numeratorDf = nrow(L), denominatorDf = if (is.finite(z$df)) z$df else NULL, logP = pf(z$F, nrow(L), z$df, lower.tail = FALSE, log.p = TRUE)) }
  r <- function(a, q, c) row(form, d, a, q, c); mean. <- function(a, qs, c) rowMeans(sapply(qs, function(q) r(a, q, c))); all. <- function(q, c) rowMeans(sapply(arms, function(a) r(a, q, c)))
  tests <- lapply(terms, function(t) { w <- strsplit(t, "\\*")[[1]]; cov <- setdiff(w, c("group", "visit")); cell <- if (length(cov)) function(a, q) { up <- zero; up[[cov]] <- 1; r(a, q, up) - r(a, q, zero) } else function(a, q) r(a, q, zero)
    avg <- function(as, qs) { z <- 0; for (a in as) for (q in qs) z <- z + cell(a, q) / (length(as) * length(qs)); z }; qs <- 1:v
    L <- if (all(c("group", "visit") %in% w)) do.call(rbind, unlist(lapply(arms[-1], function(a) lapply(qs[-1], function(q) cell(a, q) - cell(arms[1], q) - cell(a, 1) + cell(arms[1], 1))), FALSE))
      else if ("group" %in% w) do.call(rbind, lapply(arms[-1], function(a) avg(a, qs) - avg(arms[1], qs))) else if ("visit" %in% w) do.call(rbind, lapply(qs[-1], function(q) avg(arms, q) - avg(arms, 1))) else rbind(avg(arms, qs))
    varies <- length(cov) && !all(tapply(d[[cov]], d$subject, function(z) all(z == z[1]))); if (variance != "model" && df == "satterthwaite" && nrow(L) > 1) NULL else c(list(term = t), if (variance != "model" && df == "satterthwaite") { s <- single(L); list(f = (s$estimate / s$standardError)^2, numeratorDf = 1, denominatorDf = s$df) } else joint(L, if ("visit" %in% w || varies) "within" else "between")) })
  if (!is.null(check)) check(f, m, d, kr, beta, C, r, at)
  parameters <- length(f$q) + if (reml) 0 else ncol(X); ns <- length(unique(d$subject))
  list(name = name, data = data, model = model, covariates = I(covariates), weighted = weighted, blocks = blocks, options = list(covariance = structure, likelihood = if (reml) "restricted" else "full", degreesOfFreedom = df, information = information, variance = variance, margins = margins, level = level),
    parameters = I(f$q), expected = list(logLikelihood = f$loglik, akaikeInformation = -2 * f$loglik + 2 * parameters, bayesianInformation = -2 * f$loglik + log(ns) * parameters),
    means = unlist(lapply(arms, function(a) lapply(1:v, function(q) single(r(a, q, at))[c("estimate", "standardError", "df")])), FALSE), differences = unlist(lapply(arms[-1], function(a) lapply(1:v, function(q) single(r(a, q, at) - r(arms[1], q, at)))), FALSE), tests = Filter(Negate(is.null), tests)) }

near <- function(a, b, tolerance) stopifnot(max(abs(a - b) / pmax(abs(b), 1e-8)) < tolerance)
control <- glsControl(tolerance = 1e-10, msTol = 1e-12, maxIter = 500, msMaxIter = 500, opt = "optim", optimMethod = "BFGS")
againstGls <- function(cor, weights, robust = NULL) function(f, m, d, kr, beta, C, r, at) { g <- gls(form.gls, d, correlation = cor, weights = weights, control = control); near(as.numeric(logLik(g)), f$loglik, 1e-8); near(coef(g), beta, 1e-4); near(sqrt(diag(vcov(g))), sqrt(diag(f$m$Phi)), 1e-4)
  if (!is.null(robust)) { d <<- d; s <- vcovCR(g, cluster = d$subject, type = robust); near(as.vector(s), as.vector(C), 2e-3); t <- coef_test(g, vcov = s, test = "Satterthwaite"); cat("clubSandwich", robust, max(abs(as.vector(s) / as.vector(C) - 1)), "\n") } }
againstLmer <- function(random) function(f, m, d, kr, beta, C, r, at) { l <- lmer(random, d, control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14)))
  near(as.numeric(logLik(l)), f$loglik, 1e-8); near(as.vector(vcovAdj(l)), as.vector(kr$adjusted), 1e-4); L <- rbind(r(unique(as.character(d$armF))[2], 4, at) - r(unique(as.character(d$armF))[1], 4, at)); near(abs(Lb_ddf(as.vector(L), vcov(l), vcovAdj(l))), satterthwaite(kr, beta, L)$df, 1e-4)
  k2 <- KRmodcomp(l, diag(length(beta))[2:3, ]); z <- krTest(kr, beta, diag(length(beta))[2:3, ]); near(c(k2$test["Ftest", "stat"], k2$test["Ftest", "ddf"]), c(z$F, z$df), 1e-4)
  k3 <- kenwardRoger(f, m$X, "observed", FALSE); s <- contest1D(l, as.vector(L), ddf = "Satterthwaite"); near(s$df, satterthwaite(k3, beta, L)$df, 1e-3); s2 <- contestMD(l, diag(length(beta))[2:3, ]); z2 <- satterthwaite(k3, beta, diag(length(beta))[2:3, ]); near(c(s2[["F value"]], s2$DenDF), c(z2$F, z2$df), 1e-3) }

two <- subset(trial, arm != "4 mg/kg"); full <- c("group", "visit", "baseline", "age", "group*visit", "baseline*visit")
standard <- function(name, structure, ...) one(name, transform(two, baseline = base), arms[c(1, 3)], ~ armF * visitF + baseline * visitF + age, full, c("baseline", "age"), structure, model = c("group*visit", "baseline*visit", "age"), data = "two arms", ...)
form.gls <- y ~ armF * visitF + baseline * visitF + age; byVisit <- varIdent(form = ~ 1 | visitF); cases <- list(
  standard("unstructured", "unstructured", check = againstGls(corSymm(form = ~ visit | subject), byVisit)),
  standard("unstructured, linear, 90% level", "unstructured", df = "kenward-roger-linear", level = 0.9),
  standard("unstructured, expected information", "unstructured", information = "expected"),
  standard("unstructured, Satterthwaite", "unstructured", df = "satterthwaite"),
  standard("unstructured, full likelihood, Satterthwaite", "unstructured", reml = FALSE, df = "satterthwaite"),
  standard("unstructured, between-within", "unstructured", df = "between-within"), standard("unstructured, normal", "unstructured", df = "normal"),
  standard("unstructured, CR0", "unstructured", df = "between-within", variance = "CR0", check = againstGls(corSymm(form = ~ visit | subject), byVisit, "CR0")),
  standard("unstructured, CR2, Satterthwaite", "unstructured", df = "satterthwaite", variance = "CR2", check = againstGls(corSymm(form = ~ visit | subject), byVisit, "CR2")),
  standard("toeplitz", "toeplitz"), standard("heterogeneous toeplitz", "heterogeneous-toeplitz"), standard("heterogeneous toeplitz, linear", "heterogeneous-toeplitz", df = "kenward-roger-linear"),
  standard("compound symmetry, expected information", "compound-symmetry", information = "expected", check = againstLmer(y ~ armF * visitF + baseline * visitF + age + (1 | subject))),
  standard("compound symmetry, between-within", "compound-symmetry", df = "between-within"), standard("heterogeneous compound symmetry", "heterogeneous-compound-symmetry"),
  standard("autoregressive", "autoregressive", check = againstGls(corAR1(form = ~ visit | subject), NULL)), standard("autoregressive, linear", "autoregressive", df = "kenward-roger-linear"), standard("autoregressive, CR3, Satterthwaite", "autoregressive", df = "satterthwaite", variance = "CR3", check = againstGls(corAR1(form = ~ visit | subject), NULL, "CR3")),
  standard("heterogeneous autoregressive, full likelihood", "heterogeneous-autoregressive", reml = FALSE, df = "residual"), standard("antedependence", "antedependence"), standard("heterogeneous antedependence", "heterogeneous-antedependence"),
  standard("spatial exponential", "spatial-exponential", check = againstGls(corExp(form = ~ c(2, 4, 8, 12)[visit] | subject), NULL)), standard("diagonal", "diagonal"), standard("independence", "independence", df = "residual"),
  standard("weighted, a matrix an arm", "heterogeneous-autoregressive", weighted = TRUE, blocks = TRUE),
  one("three arms, changing covariate, categories at their shares", trial, arms, ~ armF * visitF + sex * visitF + crp, c("group", "visit", "sex", "crp", "group*visit", "sex*visit"), c("sex", "crp"), "unstructured", model = c("group*visit", "sex*visit", "crp"), data = "three arms"),
  one("three arms, no product", trial, arms, ~ armF + visitF + sex, c("group", "visit", "sex"), "sex", "toeplitz", margins = "equal", model = c("group", "visit", "sex"), data = "three arms"),
  one("orthodontic growth, unstructured", orthodont, c("Male", "Female"), ~ armF * visitF, c("group", "visit", "group*visit"), character(), "unstructured", model = I("group*visit"), data = "orthodontic growth"),
  one("orthodontic growth, a matrix a sex", orthodont, c("Male", "Female"), ~ armF * visitF, c("group", "visit", "group*visit"), character(), "compound-symmetry", blocks = TRUE, model = I("group*visit"), data = "orthodontic growth"))
table <- function(d, arms) list(arms = arms, subject = d$subject, visit = d$visit, arm = match(d$arm, arms) - 1, outcome = d$y, baseline = d$base, age = d$age, sex = d$sex, crp = d$crp, weights = d$w)
datasets <- list("two arms" = table(two, arms[c(1, 3)]), "three arms" = table(trial, arms), "orthodontic growth" = table(orthodont, c("Male", "Female")))
datasets <- lapply(datasets, function(x) Filter(Negate(is.null), x))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste(c("numDeriv", "nlme", "pbkrtest", "lmerTest", "clubSandwich"), sapply(c("numDeriv", "nlme", "pbkrtest", "lmerTest", "clubSandwich"), function(p) as.character(packageVersion(p)))), command = "Rscript test/oracles/mixed-model-repeated-measures/make.R",
    data = "Orthodontic growth: Potthoff RF, Roy SN. Biometrika 1964;51:313-326, as in R nlme. The others are made by formula."),
  tolerance = 1e-8, toleranceReason = "dense matrices with numerical derivatives of the covariance; Fisher scoring until rounding", times = times, datasets = datasets, cases = cases), auto_unbox = TRUE, digits = I(15), null = "null"), file.path(folder, "dense.json"))
