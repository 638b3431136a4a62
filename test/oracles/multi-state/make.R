# Reference values for src/survival/multi-state: state occupancy by survfit with id and istate, which takes the initial
# distribution as known; and standard errors with that distribution sampled, by moving one subject's weight at a time.
# Run: Rscript test/oracles/multi-state/make.R
library(survival)
library(jsonlite)
# Illness and death with recovery, whole days, one row a stay.
walk <- function(seed, n, late = FALSE, starts = "well") {
  set.seed(seed); out <- NULL
  rate <- list(well = c(ill = 0.08, dead = 0.02), ill = c(well = 0.05, dead = 0.06))
  for (i in 1:n) {
    s <- starts[(i - 1) %% length(starts) + 1]; t <- if (late && i %% 3 == 0) sample(1:4, 1) else 0; end <- t + sample(6:25, 1)
    repeat {
      r <- rate[[s]]; w <- t + ceiling(rexp(1, sum(r)))
      if (w > end) { if (end > t) out <- rbind(out, data.frame(id = i, start = t, stop = end, from = s, to = NA)); break }
      k <- sample(names(r), 1, prob = r); out <- rbind(out, data.frame(id = i, start = t, stop = w, from = s, to = k)); s <- k; t <- w
      if (s == "dead" || t >= end) break
    }
  }
  out
}
states <- c("well", "ill", "dead")
case <- function(name, d, at, group = NULL, weight = NULL, level = 0.95, type = "log", levels = states, tau = NULL) {
  d$ev <- factor(ifelse(is.na(d$to), "none", d$to), c("none", levels)); d$w <- if (is.null(weight)) 1 else weight[d$id]
  d$g <- if (is.null(group)) "all" else group[d$id]
  gs <- sort(unique(d$g))
  one <- function(g) {
    x <- d[d$g == g, ]
    f <- survfit(Surv(start, stop, ev) ~ 1, data = x, id = id, istate = factor(from, levels), weights = w, conf.type = type, conf.int = level)
    pick <- match(levels, f$states)
    s <- summary(f, times = at, extend = TRUE)
    flat <- function(m) unname(lapply(pick, function(k) I(as.vector(m[, k]))))
    u <- function(a) { a <- matrix(a, ncol = length(f$states)); flat(a) }
    r <- if (is.null(tau)) NULL else list(mean = I(unname(summary(f, rmean = tau)$table[pick, "rmean"])))
    subjects <- unique(x$id)
    moved <- function(f0) { h <- 1e-4; base <- function(step, who) { y <- x; y$w[y$id == who] <- y$w[y$id == who] * (1 + step); f0(survfit(Surv(start, stop, ev) ~ 1, data = y, id = id, istate = factor(from, levels), weights = w)) }
      d0 <- sapply(subjects, function(i) (base(h, i) - base(-h, i)) / (2 * h)); sqrt(rowSums(d0^2)) }
    sampled <- list(at = u(moved(function(f1) as.vector(summary(f1, times = at, extend = TRUE)$pstate[, match(levels, f1$states)]))))
    if (!is.null(tau)) sampled$timeIn <- I(moved(function(f1) unname(summary(f1, rmean = tau)$table[match(levels, f1$states), "rmean"])))
    list(group = g, initial = I(unname(f$p0[pick])), time = I(f$time), probability = u(f$pstate), standardError = u(f$std.err), atRisk = u(f$n.risk),
         at = list(probability = u(s$pstate), standardError = u(s$std.err), lower = u(s$lower), upper = u(s$upper)), timeIn = r$mean, sampled = sampled)
  }
  input <- list(id = as.character(d$id), start = d$start, stop = d$stop, from = d$from, to = d$to)
  if (!is.null(group)) input$group <- d$g
  if (!is.null(weight)) input$weight <- d$w
  options <- list(states = levels, times = I(at), level = level, transform = type)
  if (!is.null(tau)) options$horizon <- tau
  list(name = name, input = input, options = options, expected = lapply(gs, one))
}
a <- walk(11, 14); b <- walk(12, 18, late = TRUE, starts = c("well", "ill")); e <- walk(13, 16, starts = c("well", "ill"))
one <- a[!duplicated(a$id), ]
cases <- list(case("illness, recovery and death", a, c(4, 9.5, 15), tau = 12), case("late entry and two starting states", b, c(3, 8, 12), type = "log-log", level = 0.9),
  case("two arms", e, c(5, 10), group = rep(c("active", "control"), 8)),
  case("weights", a, c(6), weight = rep(c(1, 2, 0.5), length.out = 14), type = "plain"),
  case("competing events", one, c(5, 10), tau = 10))
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/multi-state/make.R"), tolerance = 1e-12, toleranceReason = "closed form", cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/multi-state/survfit.json")
# Differences between two arms: survfit of each, its standard errors of probabilities and of mean times in states.
contrast <- function(seed, n, at, tau) {
  d <- walk(seed, n, late = TRUE); d$ev <- factor(ifelse(is.na(d$to), "none", d$to), c("none", states))
  d$arm <- rep(c("active", "control"), length.out = n)[d$id]
  fits <- lapply(c("active", "control"), function(g) survfit(Surv(start, stop, ev) ~ 1, data = d[d$arm == g, ], id = id, istate = factor(from, states), influence = TRUE))
  values <- lapply(fits, function(f) {
    s <- summary(f, times = at); m <- summary(f, rmean = tau)$table
    pick <- match(states, f$states); list(p = s$pstate[, pick], e = s$std.err[, pick], m = m[pick, "rmean"], me = m[pick, "se(rmean)"])
  })
  a <- values[[1]]; b <- values[[2]]
  list(input = list(id = as.character(d$id), start = d$start, stop = d$stop, from = d$from, to = d$to, group = d$arm),
       options = list(states = states, times = I(at), horizon = tau), occupancy = a$p - b$p, occupancyError = sqrt(a$e^2 + b$e^2),
       timeIn = I(unname(a$m - b$m)), timeInError = I(unname(sqrt(a$me^2 + b$me^2))))
}
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/multi-state/make.R"), tolerance = 1e-12, toleranceReason = "closed form",
  cases = list(contrast(21, 24, c(4, 8), 10))), auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/multi-state/contrasts.json")
