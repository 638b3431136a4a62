# Prints the figures that the claims of analyses/demonstration/synthetic-visits state. Run: Rscript test/oracles/synthetic-visits/make.R
suppressMessages({library(nlme); library(geepack)})
d <- read.csv("analyses/demonstration/synthetic-visits/visits.csv")
d$visit <- factor(d$AVISITN); d$arm <- relevel(factor(d$TRTP), "placebo"); d$id <- factor(d$USUBJID)
o <- d[!is.na(d$CHG), ]; o$v <- as.integer(o$visit)
f <- gls(CHG ~ arm * visit + BASE * visit, data = o, correlation = corSymm(form = ~ v | id), weights = varIdent(form = ~ 1 | visit), method = "REML")
# gls stops some 1e-7 from the maximum: Fisher scoring of the same restricted likelihood by explicit matrices goes on from there.
X <- model.matrix(~ arm * visit + BASE * visit, o); y <- o$CHG; n <- length(y)
sd <- f$sigma * c(1, coef(f$modelStruct$varStruct, unconstrained = FALSE))[paste0(levels(o$visit))]; sd[1] <- f$sigma; names(sd) <- levels(o$visit)
C <- diag(4); C[lower.tri(C)] <- coef(f$modelStruct$corStruct, unconstrained = FALSE); C <- C + t(C) - diag(4); S <- diag(sd) %*% C %*% diag(sd)
cells <- which(lower.tri(diag(4), diag = TRUE), arr.ind = TRUE); same <- outer(as.integer(o$id), as.integer(o$id), "==")
D <- lapply(seq_len(nrow(cells)), function(k) { E <- matrix(0, 4, 4); E[cells[k, 1], cells[k, 2]] <- E[cells[k, 2], cells[k, 1]] <- 1; E[o$v, o$v] * same })
for (i in 1:12) { V <- S[o$v, o$v] * same; Vi <- solve(V); B <- solve(t(X) %*% Vi %*% X); P <- Vi - Vi %*% X %*% B %*% t(X) %*% Vi; Py <- P %*% y
  PD <- lapply(D, function(d) P %*% d); g <- sapply(seq_along(D), function(k) -sum(diag(PD[[k]])) / 2 + drop(t(Py) %*% D[[k]] %*% Py) / 2)
  I <- outer(seq_along(D), seq_along(D), Vectorize(function(j, k) sum(PD[[j]] * t(PD[[k]])) / 2)); step <- solve(I, g); S[cells] <- S[cells] + step; S[cells[, 2:1]] <- S[cells] }
beta <- drop(B %*% t(X) %*% Vi %*% y); names(beta) <- colnames(X); diff <- beta["armtocilizumab"] + c(0, beta[paste0("armtocilizumab:visit", c(8, 12, 24))])
print(format(unname(diff), digits = 10)); cat("last step", max(abs(step)), "\n")
cat("REML log-likelihood", format(-((n - ncol(X)) * log(2 * pi) + determinant(V)$modulus + determinant(t(X) %*% Vi %*% X)$modulus + drop(t(y) %*% P %*% y)) / 2, digits = 10), "\n")
g <- geeglm(CHG ~ arm * visit + BASE, id = id, waves = v, data = o, corstr = "exchangeable", control = geese.control(epsilon = 1e-14, maxit = 500))
k <- c(0, 1, 0, 0, 0, 0, 0, 0, 1); names(k) <- names(coef(g)); s <- sqrt(drop(t(k) %*% vcov(g) %*% k))
print(format(c(sum(k * coef(g)) + c(0, -1, 1) * qnorm(0.975) * s), digits = 8))
l <- do.call(rbind, lapply(split(d, d$id), function(x) { x <- x[order(x$AVISITN), ]; y <- x$CHG[!is.na(x$CHG)]; data.frame(arm = x$arm[1], BASE = x$BASE[1], y = if (length(y)) tail(y, 1) else NA) }))
a <- lm(y ~ arm + BASE, data = l); print(format(c(coef(a)[2], confint(a)[2, ]), digits = 8)); print(format(summary(a)$coefficients[2, 4], digits = 8)); print(sum(is.na(l$y)))
w <- o[o$AVISITN == 24, ]; print(format(tapply(w$CHG, w$arm, mean), digits = 8)); print(table(w$arm))
