# Reference values for src/survival/turnbull. Run: Rscript test/oracles/turnbull/make.R
# Self-consistency over all elementary pieces of the time axis, without the notion of innermost intervals, run until the
# conditions of a maximum hold.
library(jsonlite)
elementary <- function(lower, upper, weight) {
  # pieces of the axis: each limit by itself, and each open stretch between limits; piece k is covered by row i or not
  cut <- sort(unique(c(lower, upper[is.finite(upper)])))
  points <- cut; k <- length(cut)
  mid <- c((head(cut, -1) + tail(cut, -1)) / 2, max(cut) + 1)
  place <- sort(c(points, mid))
  inside <- sapply(place, function(p) ifelse(lower == upper, p == lower, p > lower & p <= upper))
  list(place = place, inside = matrix(as.numeric(inside), length(lower)))
}
em <- function(lower, upper, weight = rep(1, length(lower))) {
  e <- elementary(lower, upper, weight); a <- e$inside; n <- sum(weight)
  p <- rep(1 / ncol(a), ncol(a))
  for (round in 1:400000) {
    f <- drop(a %*% p); g <- colSums(a * (weight / f)) / n
    if (max(abs(p * (g - 1))) < 1e-15 && max(g) < 1 + 1e-12) break
    p <- p * g
  }
  stopifnot(max(g) < 1 + 1e-9)
  # Errors: pieces that the same rows cover count as one, those without probability leave; the information of all but the last
  # probability, which is one less the others, inverted.
  key <- apply(a, 2, paste, collapse = ""); keep <- tapply(p, key, sum); keep <- names(keep)[keep > 1e-6]
  A <- a[, match(keep, key), drop = FALSE]; q <- sapply(keep, function(k) sum(p[key == k])); q <- q / sum(q); m <- length(q)
  end <- sapply(keep, function(k) max(e$place[key == k])) # the end of a step is the last piece that its rows share
  D <- rbind(diag(m - 1), rep(-1, m - 1)); B <- A %*% D; h <- drop(A %*% q)
  V <- D %*% solve(t(B) %*% (B * (weight / h^2))) %*% t(D)
  # survival after each limit is unique wherever the likelihood determines it
  f <- drop(a %*% p)
  limits <- sort(unique(c(lower, upper[is.finite(upper)])))
  list(logLikelihood = sum(weight * log(f)), time = limits, survival = sapply(limits, function(t) sum(p[e$place > t])), rowProbability = f,
       informationError = sapply(limits, function(t) { l <- as.numeric(end > t); sqrt(max(0, drop(t(l) %*% V %*% l))) }))
}
set.seed(3)
n <- 40
true <- rexp(n, 0.08); visit <- sample(2:5, n, TRUE)
lower <- floor(true / visit) * visit; upper <- lower + visit
gone <- true > 20; lower[gone] <- 20; upper[gone] <- Inf
late <- rexp(45, 0.04); gap <- 3 + 9 * runif(45); start <- floor(10 * runif(45))
seen <- start + floor(pmax(late - start, 0) / gap) * gap
irregular <- list(lower = round(ifelse(late < start, 0, seen), 1), upper = round(ifelse(late < start, start, seen + gap), 1))
irregular$upper[irregular$lower > 30] <- NA
mixed <- list(lower = c(2, 2, 3, 5, 4, 6, 8, 1, 0, 7), upper = c(2, 6, 3, 9, 4, NA, NA, 5, 3, 10), weight = c(1, 2, 1, 1, 3, 1, 2, 1, 1, 1))
inputs <- list(list(name = "visits", lower = lower, upper = ifelse(is.finite(upper), upper, NA)),
               c(name = "irregular visits", irregular), c(name = "exact, censored and weights", mixed))
cases <- lapply(inputs, function(input) {
  u <- ifelse(is.na(input$upper), Inf, input$upper); w <- if (is.null(input$weight)) rep(1, length(u)) else input$weight
  e <- em(input$lower, u, w)
  list(name = input$name, input = input[-1], expected = e)
})
write(toJSON(list(
  provenance = list(software = R.version.string, packages = "base",
    command = "Rscript test/oracles/turnbull/make.R"),
  tolerance = 1e-8, toleranceReason = "self-consistency converges linearly; stopped at a change of 1e-15 a step", cases = cases),
  auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "test/oracles/turnbull/curves.json")
