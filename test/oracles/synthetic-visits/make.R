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
# Last observation with nothing gained (a change of 0) for those never seen after baseline.
l0 <- l; l0$y[is.na(l0$y)] <- 0; a <- lm(y ~ arm + BASE, data = l0); cat("LOCF, 0 where never seen\n"); print(format(c(coef(a)[2], confint(a)[2, ]), digits = 10)); print(format(summary(a)$coefficients[2, 4], digits = 8))
a <- lm(y ~ arm + BASE, data = l); cat("LOCF, those seen\n"); print(format(c(coef(a)[2], confint(a)[2, ]), digits = 10)); print(table(l$arm[!is.na(l$y)]))
b <- d[d$AVISITN == 24, ]; b$y <- ifelse(is.na(b$CHG), 0, b$CHG); a <- lm(y ~ arm + BASE, data = b); cat("BOCF\n"); print(format(c(coef(a)[2], confint(a)[2, ]), digits = 10))
# Responses: logit, log and identity, and missing as no response.
o$r <- as.integer(o$RESPONSE == "Y")
for (link in c("logit", "log", "identity")) { g <- geeglm(r ~ arm * visit, id = id, waves = v, data = o, corstr = "exchangeable", family = binomial(link), control = geese.control(epsilon = 1e-14, maxit = 500)); k <- c(0, 1, 0, 0, 0, 0, 0, 1); s <- sqrt(drop(t(k) %*% vcov(g) %*% k)); e <- sum(k * coef(g)) + c(0, -1, 1) * qnorm(0.975) * s; cat(link, format(if (link == "identity") e else exp(e), digits = 10), "\n") }
w <- d[d$AVISITN == 24, ]; w$r <- as.integer(!is.na(w$CHG) & w$RESPONSE == "Y"); n <- table(w$arm); x <- tapply(w$r, w$arm, sum); q <- x / n; s <- sqrt(sum(q * (1 - q) / n)); cat("non-response", format(q[2] - q[1] + c(0, -1, 1) * qnorm(0.975) * s, digits = 10), "events", x, "of", n, "\n")
# Rates of change, by a random intercept (Satterthwaite) and by random intercepts and slopes, which lie on the edge.
suppressMessages({library(lme4); library(lmerTest)}); tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5), check.conv.singular = "ignore")
for (random in c("(1 | id)", "(AVISITN | id)")) { m <- lmerTest::lmer(as.formula(paste("CHG ~ arm * AVISITN + BASE +", random)), data = o, control = tight); z <- contest1D(m, c(0, 0, 0, 0, 1), confint = TRUE)
  cat(random, "singular", isSingular(m), "logLik", format(as.numeric(logLik(m)), digits = 10), "\n"); print(format(unlist(z[c("Estimate", "lower", "upper", "df", "Pr(>|t|)")]), digits = 8)) }
