# Reference values for the graphical procedure: the closed test. Each intersection J gets its weights by removing the other
# hypotheses from the graph one after the other (Bretz et al. 2009, algorithm 1); its p-value is min p / weight, and a
# hypothesis' adjusted p-value the largest of its intersections. Run: Rscript test/oracles/graphical-procedure/make.R
library(jsonlite)
remove <- function(w, G, j) { m <- length(w); w2 <- w; G2 <- G
  for (l in 1:m) if (l != j) { w2[l] <- w[l] + w[j] * G[j, l]
    for (k in 1:m) if (k != j) { d <- 1 - G[l, j] * G[j, l]; G2[l, k] <- if (k != l && d > 0) (G[l, k] + G[l, j] * G[j, k]) / d else 0 } }
  w2[j] <- 0; G2[j, ] <- 0; G2[, j] <- 0; list(w2, G2) }
closure <- function(p, w, G) { m <- length(p); out <- numeric(m)
  for (s in 1:(2^m - 1)) { J <- which(bitwAnd(s, 2^(0:(m - 1))) > 0); v <- w; H <- G
    for (j in setdiff(m:1, J)) { r <- remove(v, H, j); v <- r[[1]]; H <- r[[2]] }
    q <- min(1, p[J][v[J] > 0] / v[J][v[J] > 0]); out[J] <- pmax(out[J], q) }; out }
M <- function(...) matrix(c(...), byrow = TRUE, nrow = sqrt(length(c(...))))
gate <- M(0,0,.5,.5, 0,0,.5,.5, 0,0,0,1, 0,0,1,0)
improved <- M(0,.5,.5,0, .5,0,0,.5, 0,1,0,0, 1,0,0,0)
eps <- M(0,.999,.001,0, .3,0,.2,.5, .25,.25,0,.5, .1,.6,.3,0)
cases <- list(
  list(name = "parallel gatekeeping", w = c(.5, .5, 0, 0), G = gate, p = c(0.02, 0.04, 0.011, 0.03)),
  list(name = "two primary, two secondary, shares return", w = c(.5, .5, 0, 0), G = improved, p = c(0.02, 0.055, 0.012, 0.015)),
  list(name = "dense graph", w = c(.4, .3, .2, .1), G = eps, p = c(0.03, 0.004, 0.02, 0.4)),
  list(name = "fallback", w = c(.5, .3, .2), G = M(0,1,0, 0,0,1, 0,0,0), p = c(0.04, 0.001, 0.012)),
  list(name = "fixed sequence", w = c(1, 0, 0), G = M(0,1,0, 0,0,1, 0,0,0), p = c(0.01, 0.2, 0.03)),
  list(name = "shares lost", w = c(.3, .3, 0), G = M(0,.2,.3, .5,0,0, 0,0,0), p = c(0.01, 0.02, 0.001)))
cases <- lapply(cases, function(x) list(name = x$name, input = list(p = x$p, weights = x$w, transitions = x$G), expected = list(adjustedP = closure(x$p, x$w, x$G))))
write(toJSON(list(provenance = list(software = R.version.string, command = "Rscript test/oracles/graphical-procedure/make.R"), tolerance = 1e-12,
  toleranceReason = "closed form", cases = cases), auto_unbox = TRUE, digits = I(17)), "test/oracles/graphical-procedure/closed-test.json")
