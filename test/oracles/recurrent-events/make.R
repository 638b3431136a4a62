# Reference values for the methods of recurrent events: andersen-gill, prentice-williams-peterson and
# mean-cumulative-function, each of the same rows. Run: Rscript test/oracles/recurrent-events/make.R
library(survival)
library(jsonlite)
set.seed(5)
rows <- do.call(rbind, lapply(1:40, function(i) {
  treated <- i %% 2; end <- round(4 + 8 * runif(1), 2); frailty <- rgamma(1, 2, 2); start <- if (i %% 5 == 0) 0.75 else 0; out <- NULL
  score <- round(rnorm(1), 2)
  repeat {
    stop <- round(start + rexp(1, 0.35 * frailty * exp(-0.6 * treated + 0.2 * score)), 2)
    if (stop <= start) stop <- start + 0.01
    out <- rbind(out, data.frame(subject = paste0("s", i), entry = start, time = min(stop, end), event = as.numeric(stop <= end), treated, score))
    if (stop >= end) break
    # some are out of sight for a while after an event
    start <- if (i %% 7 == 0 && stop + 0.5 < end) stop + 0.5 else stop
  }
  out
}))
rows <- rows[sample(nrow(rows)), ]
tight <- coxph.control(eps = 1e-14, iter.max = 100, toler.inf = 1e-12)
ordered <- rows[order(rows$subject, rows$time), ]
ordered$number <- ave(ordered$event, ordered$subject, FUN = function(e) cumsum(c(1, head(e, -1))))
result <- function(f) list(coefficients = unname(coef(f)), covariance = unname(f$var), logLikelihood = f$loglik[2])
fits <- list(
  list(name = "andersen-gill", ties = "efron", expected = result(coxph(Surv(entry, time, event) ~ treated + score + cluster(subject), ordered, control = tight))),
  list(name = "andersen-gill", ties = "breslow", expected = result(coxph(Surv(entry, time, event) ~ treated + score + cluster(subject), ordered, ties = "breslow", control = tight))),
  list(name = "total", ties = "efron", expected = result(coxph(Surv(entry, time, event) ~ treated + score + cluster(subject) + strata(number), ordered, control = tight))),
  list(name = "gap", ties = "efron", expected = result(coxph(Surv(time - entry, event) ~ treated + score + cluster(subject) + strata(number), ordered, control = tight))),
  list(name = "pooled", ties = "efron", expected = result(coxph(Surv(entry, time, event) ~ treated + score + cluster(subject) + strata(pmin(number, 2)), ordered, control = tight))))
mcf <- survfit(Surv(entry, time, event) ~ treated, ordered, id = subject, robust = TRUE)
at <- rep(seq_along(mcf$strata), mcf$strata)
curves <- lapply(1:2, function(k) list(time = mcf$time[at == k], atRisk = mcf$n.risk[at == k], events = mcf$n.event[at == k],
  mean = mcf$cumhaz[at == k], standardError = mcf$std.chaz[at == k]))
provenance <- list(software = R.version.string, packages = paste("survival", packageVersion("survival")),
  command = "Rscript test/oracles/recurrent-events/make.R")
save <- function(method, file, tolerance, reason, ...) write(toJSON(list(provenance = provenance, tolerance = tolerance,
  toleranceReason = reason, data = as.list(rows), ...), auto_unbox = TRUE, digits = I(17)),
  file.path("test/oracles", method, paste0(file, ".json")))
isGill <- vapply(fits, function(fit) fit$name == "andersen-gill", NA)
save("andersen-gill", "fits", 1e-9, "fits iterated to convergence", cases = fits[isGill])
save("prentice-williams-peterson", "fits", 1e-9, "fits iterated to convergence", cases = fits[!isGill])
save("mean-cumulative-function", "curves", 1e-12, "sums", cases = curves)
