# Kenward-Roger with the covariance parameters of R mmrm, for mixed-model-repeated-measures. Run from the root:
#   Rscript test/oracles/mixed-model-repeated-measures/mmrm-parameters.R
# The likelihood is maximised, and every derivative taken, by mmrm's own parameters (vignettes "Covariance Structures" and
# "Model Fitting Algorithm" of R mmrm) with one dense covariance matrix of all rows: no chain rule from other parameters is used.
folder <- "test/oracles/mixed-model-repeated-measures"; source(file.path(folder, "dense.R")); library(jsonlite)
trial <- fromJSON(file.path(folder, "dense.json")); table <- trial$datasets[["two arms"]]; times <- trial$times
d <- data.frame(subject = table$subject, visit = table$visit, y = table$outcome, baseline = table$baseline, age = table$age, armF = factor(table$arms[table$arm + 1], table$arms), w = 1, block = 1); d$visitF <- factor(d$visit)
form <- ~ armF * visitF + baseline * visitF + age; X <- model.matrix(form, d)
rho <- function(x) x / sqrt(1 + x^2); x <- function(r) r / sqrt(1 - r^2)
natural <- structures; v <- 4
mine <- list(
  "unstructured" = list(from = function(q, v, t) { U <- diag(v); U[lower.tri(U)] <- 0; k <- v; for (i in 2:v) for (j in 1:(i - 1)) { k <- k + 1; U[i, j] <- q[k] }; L <- exp(q[1:v]) * U; L %*% t(L) },
    start = function(S) { L <- t(chol(S)); U <- L / diag(L); c(log(diag(L)), unlist(lapply(2:v, function(i) U[i, 1:(i - 1)]))) }),
  "toeplitz" = list(from = function(q, v, t) exp(2 * q[1]) * matrix(c(1, rho(q[-1]))[lag(v) + 1], v), start = function(S) c(log(S[1, 1]) / 2, x(S[1, -1] / S[1, 1]))),
  "heterogeneous-toeplitz" = list(from = function(q, v, t) scaled(exp(2 * q[1:v]), matrix(c(1, rho(q[-(1:v)]))[lag(v) + 1], v)), start = function(S) c(log(diag(S)) / 2, x(cov2cor(S)[1, -1]))),
  "compound-symmetry" = list(from = function(q, v, t) { a <- 1 / (v - 1); exp(2 * q[1]) * matrix(ifelse(lag(v) == 0, 1, plogis(q[2]) * (1 + a) - a), v) }, start = function(S) c(log(S[1, 1]) / 2, qlogis((S[1, 2] / S[1, 1] + 1 / (v - 1)) / (1 + 1 / (v - 1))))),
  "heterogeneous-compound-symmetry" = list(from = function(q, v, t) { a <- 1 / (v - 1); scaled(exp(2 * q[1:v]), matrix(ifelse(lag(v) == 0, 1, plogis(q[v + 1]) * (1 + a) - a), v)) }, start = function(S) c(log(diag(S)) / 2, qlogis((cov2cor(S)[1, 2] + 1 / (v - 1)) / (1 + 1 / (v - 1))))),
  "autoregressive" = list(from = function(q, v, t) scaled(exp(2 * q[1]), rho(q[2])^lag(v)), start = function(S) c(log(S[1, 1]) / 2, x(S[1, 2] / S[1, 1]))),
  "heterogeneous-autoregressive" = list(from = function(q, v, t) scaled(exp(2 * q[1:v]), rho(q[v + 1])^lag(v)), start = function(S) c(log(diag(S)) / 2, x(cov2cor(S)[1, 2]))),
  "antedependence" = list(from = function(q, v, t) scaled(exp(2 * q[1]), chain(rho(q[-1]))), start = function(S) { C <- cov2cor(S); c(log(S[1, 1]) / 2, x(C[cbind(1:(v - 1), 2:v)])) }),
  "heterogeneous-antedependence" = list(from = function(q, v, t) scaled(exp(2 * q[1:v]), chain(rho(q[-(1:v)]))), start = function(S) { C <- cov2cor(S); c(log(diag(S)) / 2, x(C[cbind(1:(v - 1), 2:v)])) }),
  "spatial-exponential" = list(from = function(q, v, t) exp(2 * q[1]) * plogis(q[2])^abs(outer(t, t, "-")), start = function(S) c(log(S[1, 1]) / 2, qlogis((S[1, 2] / S[1, 1])^(1 / (times[2] - times[1]))))))
at <- list(baseline = mean(d$baseline), age = mean(d$age))
row <- function(arm, visit) { z <- d[1, ]; z$armF <- factor(arm, levels(d$armF)); z$visitF <- factor(visit, levels(d$visitF)); z$baseline <- at$baseline; z$age <- at$age; model.matrix(form, z)[1, ] }
solved <- lapply(names(mine), function(name) { cat(name, "\n")
  structures <<- natural; m <- denseModel(d, X, name, times); f <- denseFit(m, name); S <- natural[[name]](f$q, v, times); eta <- mine[[name]]$start(S)
  stopifnot(max(abs(mine[[name]]$from(eta, v, times) - S)) < 1e-10 * max(S))
  structures[[name]] <<- mine[[name]]$from; m2 <- denseModel(d, X, name, times); e <- m2$derivatives(eta)
  stopifnot(max(abs(solve(e$expected, e$score))) < 1e-8, max(abs(-hessian(m2$loglik, eta) - e$observed)) < 1e-3 * max(abs(e$observed)))
  kr <- kenwardRoger(e, X, "observed", TRUE); before <- kenwardRoger(f, X, "observed", TRUE); L <- row(levels(d$armF)[2], 4) - row(levels(d$armF)[1], 4)
  se <- function(k) sqrt(as.numeric(t(L) %*% k$adjusted %*% L)); cat(se(before), se(kr), "\n")
  list(name = name, standardErrors = sapply(1:4, function(q) { L <- row(levels(d$armF)[2], q) - row(levels(d$armF)[1], q); sqrt(as.numeric(t(L) %*% kr$adjusted %*% L)) }), df = satterthwaite(kr, e$m$beta, rbind(L))$df) })
write(toJSON(list(provenance = list(software = R.version.string, packages = paste("numDeriv", as.character(packageVersion("numDeriv"))), command = "Rscript test/oracles/mixed-model-repeated-measures/mmrm-parameters.R", data = "dense.json, two arms"),
  tolerance = 1e-8, toleranceReason = "numerical second derivatives of the covariance", cases = solved), auto_unbox = TRUE, digits = I(15)), file.path(folder, "mmrm-parameters.json"))
