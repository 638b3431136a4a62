# Reference values for src/survival/standardised-survival by brute force: survival predicted for every subject under
# each arm and averaged; the marginal hazard ratio is a Cox fit to the two averaged curves as if they were data; standard
# errors from influences found by refitting with one case weight moved at a time (central differences).
# Run: Rscript test/oracles/standardised-survival/make.R
library(survival)
library(jsonlite)
set.seed(41)
make <- function(n, digits) {
  x <- round(rnorm(n), 2); z <- rbinom(n, 1, 0.4); arm <- rep(c("active", "control"), length.out = n)
  t <- rexp(n, 0.1 * exp(0.8 * x - 0.6 * (arm == "active") + 0.4 * z)); c <- runif(n, 3, 25)
  list(time = pmax(10^-digits, round(pmin(t, c), digits)), event = as.integer(t <= c), group = arm, x = x, z = z)
}
estimates <- function(d, w, at, ties, strata, grid, horizon) {
  d$w <- w
  rhs <- if (is.null(d$entry)) "Surv(time, event)" else "Surv(entry, time, event)"
  form <- as.formula(paste(rhs, if (strata) "~ arm + x + strata(z)" else "~ arm + x + z"))
  fit <- coxph(form, data = d, weights = w, ties = ties, control = coxph.control(eps = 1e-15, iter.max = 200, toler.chol = 1e-14))
  S <- sapply(c("control", "active"), function(a) {
    nd <- d; nd$arm <- factor(a, levels = c("control", "active"))
    base <- fit; sapply(grid, function(t) {
      s <- sapply(seq_len(nrow(nd)), function(j) cell(fit, nd[j, ], t)); sum(w * s) / sum(w) })
  })
  colnames(S) <- c("control", "active")
  k <- grid <= horizon
  long <- do.call(rbind, lapply(c("control", "active"), function(a) {
    s <- S[k, a]; data.frame(t = c(grid[k], max(grid[k])), e = c(rep(1, sum(k)), 0), a = as.integer(a == "active"), w = c(-diff(c(1, s)), s[length(s)])) }))
  long <- long[long$w > 1e-300, ]
  m <- coxph(Surv(t, e) ~ a, data = long, weights = w, ties = "breslow", control = coxph.control(eps = 1e-15, iter.max = 200))
  list(S = S, hr = unname(coef(m)), fit = fit)
}
cache <- new.env()
cell <- function(fit, row, t) {
  # one survfit a distinct covariate row and fit
  key <- paste(cache$id, row$arm, row$x, row$z)
  if (is.null(cache[[key]])) { f <- survfit(fit, newdata = row, se.fit = FALSE); cache[[key]] <- list(t = f$time, s = f$surv) }
  f <- cache[[key]]; i <- sum(f$t <= t + 1e-9); if (i == 0) 1 else f$s[i]
}
case <- function(name, input, at, ties = "efron", strata = FALSE, horizon = NULL, weight = NULL, cluster = NULL, level = 0.95) {
  d <- as.data.frame(input); d$arm <- factor(d$group, levels = c("control", "active"))
  n <- nrow(d); w <- if (is.null(weight)) rep(1, n) else weight
  grid <- sort(unique(d$time[d$event == 1])); if (is.null(horizon)) horizon <- max(grid)
  run <- function(w) {
    rm(list = ls(cache), envir = cache); cache$id <- "a"
    e <- estimates(d, w, at, ties, strata, grid, horizon)
    pick <- function(a, t) { i <- sum(grid <= t); if (i == 0) 1 else e$S[i, a] }
    s0 <- sapply(at, function(t) pick("control", t)); s1 <- sapply(at, function(t) pick("active", t))
    c(s0, s1, s0 - s1, log((1 - s1) / (1 - s0)), log(log(s1) / log(s0)), e$hr)
  }
  est <- run(w); h <- 1e-3
  inf <- sapply(seq_len(n), function(i) { u <- w; u[i] <- w[i] + h; v <- w; v[i] <- w[i] - h; w[i] * (run(u) - run(v)) / (2 * h) })
  if (!is.null(cluster)) inf <- t(rowsum(t(inf), cluster))
  se <- sqrt(rowSums(inf^2)); T <- length(at)
  pack <- function(i) list(estimate = est[i], standardError = se[i])
  covs <- if (strata) list(x = input$x) else list(x = input$x, z = input$z)
  out <- c(input[c("time", "event", "group")], if (!is.null(input$entry)) list(entry = input$entry), list(reference = "control", covariates = covs))
  if (strata) out$strata <- ifelse(input$z == 1, "one", "zero")
  if (!is.null(weight)) out$weight <- weight
  if (!is.null(cluster)) out$cluster <- cluster
  options <- list(times = I(at), ties = ties, level = level)
  options$horizon <- horizon
  list(name = name, input = out, options = options, expected = list(
    control = lapply(1:T, pack), active = lapply(T + 1:T, pack), riskDifference = lapply(2 * T + 1:T, pack),
    riskRatio = lapply(3 * T + 1:T, pack), cumulativeHazardRatio = lapply(4 * T + 1:T, pack), hazardRatio = pack(5 * T + 1)))
}
a <- make(26, 2); b <- make(30, 0); e <- make(28, 1)
e$entry <- round(pmax(0, e$time * c(0, 0, 0.4, 0)), 1)
cases <- list(
  case("no ties", a, c(2, 6)), case("ties by Efron", b, c(3, 8)), case("ties by Breslow", b, c(3, 8), ties = "breslow"),
  case("strata, to a horizon", b, c(4), strata = TRUE, horizon = 7),
  case("weights", b, c(5), weight = rep(c(1, 2, 0.5, 1.5, 1), 6)),
  case("late entry", e, c(4)), case("clusters", a, c(5), cluster = rep(letters[1:13], 2)))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/standardised-survival/make.R"), tolerance = 1e-6,
  toleranceReason = "estimates agree to 1e-9; standard errors in the reference are numeric derivatives", cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/standardised-survival/averaged.json")
