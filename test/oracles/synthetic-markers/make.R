# Prints the figures that the claims of analyses/demonstration/synthetic-markers state. Run: Rscript test/oracles/synthetic-markers/make.R
suppressMessages({library(pROC); library(vcd)})
d <- read.csv("analyses/demonstration/synthetic-markers/markers.csv")
k <- d[complete.cases(d[, c("IL6", "CRP", "FERRITIN")]), ]
r <- lapply(c("IL6", "CRP", "FERRITIN"), function(m) roc(k$SEVERE, k[[m]], levels = c("N", "Y"), direction = "<", quiet = TRUE))
for (x in r) print(format(c(ci.auc(x)), digits = 10))
t <- roc.test(r[[1]], r[[2]], paired = TRUE); print(format(c(auc(r[[1]]) - auc(r[[2]]), t$p.value), digits = 10))
one <- roc(d$SEVERE, d$IL6, levels = c("N", "Y"), direction = "<", quiet = TRUE)
print(coords(one, "best", best.method = "youden", transpose = FALSE))
at <- with(d[!is.na(d$IL6), ], table(SEVERE, IL6 >= 150)); print(at)
print(format(c(at[2, 2] / sum(at[2, ]), prop.test(at[2, 2], sum(at[2, ]), correct = FALSE)$conf.int), digits = 10))
print(format(c(at[1, 1] / sum(at[1, ]), prop.test(at[1, 1], sum(at[1, ]), correct = FALSE)$conf.int), digits = 10))
tab <- table(factor(d$GRADE1, 0:4), factor(d$GRADE2, 0:4)); q <- Kappa(tab, weights = "Fleiss-Cohen")$Weighted
print(format(c(q, q[1] + c(-1, 1) * qnorm(0.975) * q[2]), digits = 10))
e <- d$TEMP_EAR - d$TEMP_CORE; print(format(c(t.test(e)$estimate, t.test(e)$conf.int, mean(e) + c(-1, 1) * qnorm(0.975) * sd(e)), digits = 10))
s <- suppressWarnings(cor.test(d$IL6, d$CRP, method = "spearman")); print(format(unname(s$estimate), digits = 10))
n <- nrow(d); x <- stack(d[, c("TEMP_EAR", "TEMP_CORE")]); x$s <- factor(rep(1:n, 2)); m <- summary(aov(values ~ s + ind, x))[[1]][["Mean Sq"]]
print(format((m[1] - m[3]) / (m[1] + m[3] + 2 * (m[2] - m[3]) / n), digits = 10))
